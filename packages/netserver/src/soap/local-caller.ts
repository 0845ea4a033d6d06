import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** The IP address of who is connected, where the app runs on Node's HTTP server; else `undefined`. */
export function peerAddressOf(context: Context): string | undefined {
  return context.env?.incoming === undefined ? undefined : getConnInfo(context).remote.address;
}

/**
 * True when a request comes from a program on this machine, or from a page of this server: its peer has a loopback
 * address, no proxy passed it on, it was sent to a loopback name, which no other site's name was made to stand for, and
 * no page of another site, or of another port, has a hand in it. Headers only ever take this privilege away.
 */
export function isLocalCaller(peerAddress: string | undefined, headers: Headers): boolean {
  if (peerAddress === undefined || !isLoopbackAddress(peerAddress)) return false;
  if (proxyHeaders.some((name) => headers.has(name))) return false;
  const host = headers.get("host");
  // Only a browser's host name can be another's doing, and browsers always send one.
  return (host === null || isLoopbackHost(host)) && !isFromAnotherSite(headers, host);
}

function isFromAnotherSite(headers: Headers, host: string | null): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return true;
  const origin = headers.get("origin");
  return origin !== null && origin.replace(/^https?:\/\//, "") !== host;
}

const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** True for 127.0.0.0/8 and ::1, also where IPv4 is written inside IPv6. */
function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || isLoopbackAddress(name);
}
