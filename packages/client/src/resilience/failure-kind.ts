import { DecodeError } from "@superoffice-soap/codec";
import { NetServerError, TransportError } from "@superoffice-soap/schema";

/**
 * The kind of a failure, by what it says of the server: the server answered; it is down; the request timed out, by the
 * client's own limit or the caller's (`AbortSignal.timeout`); or nothing, since the caller gave up.
 */
export type FailureKind = "answered" | "down" | "late" | "nothing";

/** Classifies the failure of a request that was sent. */
export function classifyFailure(error: unknown): FailureKind {
  if (error instanceof NetServerError || error instanceof DecodeError) return "answered";
  if (!(error instanceof TransportError)) return isCallerTimeout(error) ? "late" : "nothing";
  const { code, status = 0 } = error;
  if (code === "timeout") return "late";
  return code === "unreachable" || code === "interrupted" || status >= 500 ? "down" : "answered";
}

/** Tells whether an error is the reason of a caller's timeout, one object for all calls that it ended. */
export function isCallerTimeout(error: unknown): error is DOMException {
  return error instanceof DOMException && error.name === "TimeoutError";
}
