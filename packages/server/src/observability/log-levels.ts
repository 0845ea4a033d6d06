/** The levels of the log, from nothing to everything. */
export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

/** A level of the log. It includes those before it. */
export type LogLevel = (typeof logLevels)[number];
