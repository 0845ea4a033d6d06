import type { BuildOptions } from "esbuild";

/** What a bundle imports instead of holding it; each is a dependency of this package. */
const external = [
  // They find files of their own beside themselves.
  "libsql",
  "pino",
  // OpenTelemetry's instrumentations patch them as they are imported; its API is one for the whole process.
  "@opentelemetry/api",
  "dataloader",
  "graphql",
  "pg",
  // CommonJS that is imported when it is needed: in a bundle it would have no named exports.
  "rate-limiter-flexible",
  // GraphiQL's page, 9 MB, which few starts ever need.
  "@graphql-yoga/render-graphiql",
];

// CommonJS modules in the bundle `require` what Node has built in.
const banner =
  'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);';

/** How the program is bundled, for esbuild. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  external,
  banner: { js: banner },
  logLevel: "warning",
} as const satisfies BuildOptions;
