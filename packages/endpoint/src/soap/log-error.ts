import type { ErrorEntry } from "./error-log.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";
import type { SoapRequest } from "./soap-request.ts";

type Named = Pick<SoapRequest, "requestId">;

/** Logs what went wrong, under the name of the request that it happened to. */
export function logError({ requestId }: Named, entry: ErrorEntry, { log }: SoapEndpointSettings): void {
  log(requestId === undefined ? entry : { requestId, ...entry });
}

/** Logs the elements of a request that were skipped, or that WCF would skip, under the name of the request. */
export function logWarning(
  { requestId }: Named,
  target: string,
  message: string,
  { logWarning: log }: SoapEndpointSettings,
): void {
  log(requestId === undefined ? { target, message } : { requestId, target, message });
}
