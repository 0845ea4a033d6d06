/** How much is logged, from nothing to everything. */
export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

/** How much is logged. A level includes those before it. */
export type LogLevel = (typeof logLevels)[number];
