import { DecodeError } from "@superoffice-soap/codec";
import { NetServerError, TransportError } from "@superoffice-soap/schema";

/**
 * The state of the server that the failure of a request shows: it answered; it is down; the request's time was up, be
 * it the client's own limit or the caller's (`AbortSignal.timeout`); or nothing, because its caller gave up.
 */
export type Verdict = "answered" | "down" | "late" | "nothing";

/** Returns the state of the server that the failure of a request that was sent shows. */
export function classifyFailure(error: unknown): Verdict {
  if (error instanceof NetServerError || error instanceof DecodeError) return "answered";
  if (!(error instanceof TransportError)) return isTimeLimitOfCaller(error) ? "late" : "nothing";
  const { code, status = 0 } = error;
  if (code === "timeout") return "late";
  return code === "unreachable" || code === "interrupted" || status >= 500 ? "down" : "answered";
}

/** Tells whether an error is the reason of a caller's time limit, the same for all calls that it ended. */
export function isTimeLimitOfCaller(error: unknown): error is DOMException {
  return error instanceof DOMException && error.name === "TimeoutError";
}
