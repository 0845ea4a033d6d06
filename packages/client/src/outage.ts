import { DecodeError } from "@superoffice-soap/codec";
import { NetServerError, TransportError } from "@superoffice-soap/schema";

/**
 * Whether the failure of a request that was sent says that the server is down, rather than that it did not like the
 * request. A caller's own time limit that was reached (`AbortSignal.timeout`) says it too.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof TransportError)) return isTimeLimitOfCaller(error);
  const { code, status = 0 } = error;
  return code === "unreachable" || code === "interrupted" || code === "timeout" || status >= 500;
}

/** Whether a call ended without the server having had a say: its caller gave up. */
export function isCallersOwnEnd(error: unknown): boolean {
  return !(error instanceof NetServerError || error instanceof TransportError || error instanceof DecodeError);
}

function isTimeLimitOfCaller(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
