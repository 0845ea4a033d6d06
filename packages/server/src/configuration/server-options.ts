import type { GraphQLAppOptions } from "@superoffice-soap/graphql";
import { defaultBudgetBytes, defaultMaxUnknownBytes } from "@superoffice-soap/http";
import type { LogLevel } from "../observability/log-levels.ts";
import type { ServerOptions } from "../server.ts";

// What the program's settings have too has its default here, once.

/** What an app does that is not told otherwise. */
export const appDefaults = {
  introspection: true,
  allowedOrigins: [],
  corsMaxAgeSeconds: 600,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  maxUnknownBytes: defaultMaxUnknownBytes,
} as const satisfies Partial<GraphQLAppOptions>;

/** What a server does that is not told otherwise. */
export const serverDefaults = {
  requestsPerAddress: Number.POSITIVE_INFINITY,
  trustedProxies: [],
  maxSoapBytes: 10 * 1024 * 1024,
  maxPendingBytes: defaultBudgetBytes,
  // As many as WCF's own throttle takes at once on four processors: 16 for each.
  upstreamConcurrency: 64,
  maxResponseBytes: 64 * 1024 * 1024,
  answerIdleMs: 60_000,
  metricsFor: "local",
  shutdownDelayMs: 0,
  shutdownTimeoutMs: 25_000,
} as const satisfies Partial<ServerOptions>;

/** What is logged where nobody says how much. */
export const defaultLogLevel: LogLevel = "warn";
