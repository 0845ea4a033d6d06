import type { BuildOptions } from "esbuild";

/** The packages that a bundle imports instead of containing; each is a dependency of this package. */
const external = [
  // These find files of their own beside themselves.
  "libsql",
  "pino",
  // OpenTelemetry's instrumentations patch these as they are imported; its API is one for the whole process.
  "@opentelemetry/api",
  "dataloader",
  "graphql",
  "pg",
  // CommonJS that is imported when it is needed: in a bundle it would have no named exports.
  "rate-limiter-flexible",
  // GraphiQL's page, 9 MB, which few starts need.
  "@graphql-yoga/render-graphiql",
];

// CommonJS modules in the bundle `require` Node's own modules.
const banner =
  'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);';

/** The options that esbuild bundles the program with. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  external,
  banner: { js: banner },
  logLevel: "warning",
} as const satisfies BuildOptions;
