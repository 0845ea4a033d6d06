import type { PortError } from "../observability/port-error.ts";
import type { Upstream } from "./backends.ts";

/** The failure of a call to which an upstream gave no usable answer, for the administrator of this server. */
export interface UpstreamFailure extends PortError {
  /** The address that was called. */
  readonly url: string;
  /** A hint at what to look at, where the address itself may be wrong. */
  readonly advice?: string;
}

/** Returns a failure with the address that was called, and a hint where the upstream's address may be wrong. */
export function upstreamFailureOf(failure: PortError, { url, services }: Upstream): UpstreamFailure {
  const called = `${url}/${services}/${failure.agent}.svc`;
  const found = foundInstead(failure);
  const advice = found === undefined ? adviceOnCause.get(failure.cause ?? "") : `${found}. ${adviceOn(url, services)}`;
  return { ...failure, url: called, ...(advice !== undefined && { advice }) };
}

const untrusted =
  "Its certificate is from an authority that Node.js does not know: name a file with the authority's in NODE_EXTRA_CA_CERTS.";

/** The hints for failed connections whose code alone does not tell every administrator the reason, by that code. */
const adviceOnCause: ReadonlyMap<string, string> = new Map([
  [
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "No TLS is spoken at this address: should it begin with http:// or have another port?",
  ],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", untrusted],
  ["SELF_SIGNED_CERT_IN_CHAIN", untrusted],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", untrusted],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", untrusted],
  [
    "ERR_PROXY",
    "The proxy on the way makes no connection. It is the one of proxy or, without that, of HTTPS_PROXY; NO_PROXY excepts hosts.",
  ],
  ["ERR_MTOM", "MTOM came instead of SOAP: switch it off on the service (messageEncoding Text in its binding)."],
  ["ERR_CONTENT_ENCODING", "What came is compressed in a way that is not read: is a proxy in between that changes it?"],
  ["ERR_HTTP_RESPONSE", "What came breaks the rules of HTTP: is there another service, or a faulty proxy in between?"],
]);

/**
 * Returns a sentence on what was there instead of NetServer; `undefined` when the failure says nothing about the
 * address.
 */
function foundInstead({ code, status = 0, cause = "" }: PortError): string | undefined {
  if (adviceOnCause.has(cause)) return undefined;
  if (code === "response_invalid") return "A page such as HTML came instead of SOAP";
  if (code !== "http_status" || !ofWrongAddress(status)) return undefined;
  return `HTTP ${status} came instead of SOAP, so there may be no NetServer`;
}

// 404 and 410: not there; 405: no POST there; 3xx: elsewhere.
function ofWrongAddress(status: number): boolean {
  return [404, 405, 410].includes(status) || (status >= 300 && status <= 399);
}

function adviceOn(url: string, services: string): string {
  if (/\/Services\d+(?:\/|$)|\.svc$/i.test(url)) return "The address must end before the version, usually in /Remote.";
  if (!/\/Remote$/i.test(url)) return "The address usually ends in /Remote, and this one does not.";
  return `The address ends in /Remote, as it usually does: is it the right one, and does it serve ${services}?`;
}
