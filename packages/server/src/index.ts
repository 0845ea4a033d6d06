export { bundleOptions } from "../scripts/bundle-options.ts";
export type { Tenant } from "./backends/backends.ts";
export { appDefaults, serverDefaults } from "./configuration/server-options.ts";
export { UsageError } from "./configuration/usage-error.ts";
export { openToPages, soapPaths } from "./http/cors.ts";
export { limitRequests } from "./http/rate-limit.ts";
export { answerAlive } from "./observability/health-routes.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";
