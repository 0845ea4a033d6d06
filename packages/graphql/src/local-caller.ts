import { isLocalCaller } from "@superoffice-soap/netserver";

/**
 * True when a request comes from a program on this machine, or from a page of this server, that meant to send it: what
 * `isLocalCaller` says, and no page of another site, or of another port, has a hand in it.
 */
export function isTrustedLocally(peerAddress: string | undefined, headers: Headers): boolean {
  return isLocalCaller(peerAddress, headers) && !isCrossSite(headers);
}

function isCrossSite(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return true;
  const origin = headers.get("origin");
  return origin !== null && origin.replace(/^https?:\/\//, "") !== headers.get("host");
}
