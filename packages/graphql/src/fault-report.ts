/**
 * Writes a fault of this program to standard error: its class, its code, and where it happened. Its message is left
 * out, since it may hold SQL, a ticket or somebody's data.
 */
export function reportFault(error: unknown): void {
  process.stderr.write(`${faultReport(error)}\n`);
}

/** What `reportFault` writes. */
export function faultReport(error: unknown): string {
  if (!(error instanceof Error)) return "Fault: something that is no error was thrown";
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? [] : [`caused by ${faultReport(error.cause)}`];
  return [`Fault: ${error.name}${code}`, ...frames, ...cause].join("\n");
}
