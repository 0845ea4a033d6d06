import type { Context } from "hono";
import type { ErrorEntry } from "./error-log.ts";
import type { SoapEndpointSettings } from "./options.ts";

/** Logs what went wrong, under the name of the request that it happened to. */
export function logError(context: Context, entry: ErrorEntry, { log, requestId }: SoapEndpointSettings): void {
  const id = requestId(context);
  log(id === undefined ? entry : { requestId: id, ...entry });
}

/** Logs what of a request was skipped, or would be by WCF, under the name of the request. */
export function logWarning(
  context: Context,
  target: string,
  message: string,
  { logWarning: log, requestId }: SoapEndpointSettings,
): void {
  const id = requestId(context);
  log(id === undefined ? { target, message } : { requestId: id, target, message });
}
