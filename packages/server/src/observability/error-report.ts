import { isConnectionFailure } from "@superoffice-soap/netserver";
import { stackFramesOf } from "@superoffice-soap/schema";

/** The parts of a thrown value that may be kept: its class, its code and where it happened, but not its message. */
export interface ErrorReport {
  /** The class of the error. */
  readonly type: string;
  /** Node's or the store's code; absent when it has none. */
  readonly code?: string;
  /** The message, only for a database that cannot be reached, which says no more than that. */
  readonly reason?: string;
  /** The calls that led there, one in each item, the innermost first; none where there is a reason. */
  readonly frames: readonly string[];
  readonly cause?: ErrorReport;
}

/**
 * Returns the parts of a thrown value that may be kept. Its message is left out, since it may hold SQL, a ticket or
 * personal data. The report of a database that cannot be reached is short, since every request may meet that.
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
