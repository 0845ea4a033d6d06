export type { ServerOptions } from "./configuration/server-options.ts";
export type { Tenant } from "./configuration/tenant.ts";
export { UsageError } from "./configuration/usage-error.ts";
export { type RunningServer, startServer } from "./server.ts";
