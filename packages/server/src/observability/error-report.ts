import { isConnectionFailure } from "@superoffice-soap/netserver";
import { stackFramesOf } from "@superoffice-soap/schema";

/** What may be kept of something that was thrown: its class, its code and where it happened, but not its message. */
export interface ErrorReport {
  /** The class of the error. */
  readonly type: string;
  /** Node's or the store's code; absent when it has none. */
  readonly code?: string;
  /** Only of a database that cannot be reached, whose message says no more than that. */
  readonly reason?: string;
  /** The calls that led there, one each, the innermost first; none where there is a reason. */
  readonly frames: readonly string[];
  readonly cause?: ErrorReport;
}

/**
 * What may be kept of something that was thrown. Its message is left out, since it may hold SQL, a ticket or
 * somebody's data. That the database cannot be reached may befall every request, so it is short.
 */
export function errorReport(error: unknown): ErrorReport {
  if (!(error instanceof Error)) return { type: "something that is no error", frames: [] };
  const code = "code" in error && typeof error.code === "string" && { code: error.code };
  if (isConnectionFailure(error)) return { type: error.name, ...code, reason: error.message, frames: [] };
  return {
    type: error.name,
    ...code,
    frames: stackFramesOf(error),
    ...(error.cause !== undefined && { cause: errorReport(error.cause) }),
  };
}

/** Writes a fault of this program to standard error, for a person. */
export function printErrorReport(error: unknown): void {
  process.stderr.write(`${reportText(errorReport(error))}\n`);
}

function reportText({ type, code, reason, frames, cause }: ErrorReport): string {
  const first = `Fault: ${type}${code === undefined ? "" : ` ${code}`}${reason === undefined ? "" : `: ${reason}`}`;
  const rest = cause === undefined ? [] : [`caused by ${reportText(cause)}`];
  return [first, ...frames.map((frame) => `    ${frame}`), ...rest].join("\n");
}
