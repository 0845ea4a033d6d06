/**
 * True when a request comes from a program on this machine that meant to send it. The peer's address must be
 * loopback; a proxy's headers, another host name (DNS rebinding) or a page of another site each make it foreign.
 * Headers can only take this privilege away, never give it.
 */
export function isLocalCaller(headers: Headers, peerAddress: string | undefined): boolean {
  if (peerAddress === undefined || !isLoopbackAddress(peerAddress)) return false;
  if (proxyHeaders.some((name) => headers.has(name))) return false;
  const host = headers.get("host");
  return isLoopbackHost(host) && !isCrossSite(headers, host);
}

const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** True for 127.0.0.0/8 and ::1, also where IPv4 is written inside IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}

function isLoopbackHost(host: string | null): host is string {
  if (host === null) return false;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || isLoopbackAddress(name);
}

function isCrossSite(headers: Headers, host: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return true;
  const origin = headers.get("origin");
  return origin !== null && origin.replace(/^https?:\/\//, "") !== host;
}
