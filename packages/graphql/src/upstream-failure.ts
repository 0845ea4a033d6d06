import type { Upstream } from "./backend.ts";
import type { NetServerFailure } from "./operation/net-server-failure.ts";

/** A call that a NetServer elsewhere gave no usable answer, for whoever runs this server. */
export interface UpstreamFailure extends NetServerFailure {
  /** What was called. */
  readonly url: string;
  /** What to look at, where the address itself may be wrong. */
  readonly advice?: string;
}

/** A failure with what was called, and what may be wrong with the upstream's address. */
export function upstreamFailureOf(failure: NetServerFailure, { url, services }: Upstream): UpstreamFailure {
  const called = `${url}/${services}/${failure.agent}.svc`;
  const found = foundInstead(failure);
  return { ...failure, url: called, ...(found !== undefined && { advice: `${found}. ${adviceOn(url, services)}` }) };
}

/** What was there instead of NetServer; `undefined` when the failure says nothing about the address. */
function foundInstead({ code, status = 0 }: NetServerFailure): string | undefined {
  if (code === "response_invalid") return "A page such as HTML came instead of SOAP";
  if (code !== "http_status" || !ofWrongAddress(status)) return undefined;
  return `HTTP ${status} came instead of SOAP, so there may be no NetServer`;
}

// Not found, no POST there, gone, or elsewhere.
function ofWrongAddress(status: number): boolean {
  return [404, 405, 410].includes(status) || (status >= 300 && status <= 399);
}

function adviceOn(url: string, services: string): string {
  if (/\/Services\d+(?:\/|$)|\.svc$/i.test(url)) return "The address must end before the version, usually in /Remote.";
  if (!/\/Remote$/i.test(url)) return "The address usually ends in /Remote, and this one does not.";
  return `The address ends in /Remote, as it usually does: is it the right one, and does it serve ${services}?`;
}
