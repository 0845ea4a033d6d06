import { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** The IP address of who is connected, where the app runs on Node's HTTP server; else `undefined`. */
export function peerAddressOf(context: Context): string | undefined {
  return context.env?.incoming === undefined ? undefined : getConnInfo(context).remote.address;
}

/** The version of HTTP that a request came in, such as `1.1`, where the app runs on Node's HTTP server; else `undefined`. */
export function httpVersionOf({ env }: Context): string | undefined {
  const { incoming }: Partial<HttpBindings> = env ?? {};
  return incoming instanceof IncomingMessage ? incoming.httpVersion : undefined;
}

/**
 * True when a request comes from a program on this machine, or from a page of this server: its peer has a loopback
 * address, no proxy passed it on, it was sent to a loopback name, which no other site's name was made to stand for, and
 * no page of another site, or of another port, has a hand in it. Headers, and a version of HTTP that proxies speak to
 * the servers behind them, only ever take this privilege away.
 */
export function isLocalCaller(peerAddress: string | undefined, headers: Headers, httpVersion = "1.1"): boolean {
  if (peerAddress === undefined || !isLoopbackAddress(peerAddress)) return false;
  // nginx passes requests on in HTTP/1.0, with its own idea of the host and no trace of the client, unless told otherwise.
  if (httpVersion === "1.0") return false;
  for (const name of headers.keys()) if (proxyHeader.test(name)) return false;
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

/**
 * The header fields by which proxies, content delivery networks, load balancers and tunnels tell of the client, of
 * themselves, or of what was asked for.
 */
const proxyHeader = new RegExp(
  `^(?:${[
    "forwarded|via|cdn-loop|max-forwards|client-ip|true-client-ip|proxy-.*",
    "x-(?:forwarded|original|real|client|cluster|remote|envoy|proxy|scheme|host|request-start)(?:-.*)?",
    "x-(?:arr|azure|appengine|appgw|amz-cf|amzn|cloud-trace|google|ngrok|vercel|nf|varnish|akamai)-.*",
    "(?:cf|fastly|fly|akamai|tailscale|ngrok|do-connecting)-.*",
  ].join("|")})$`,
);

/** True for 127.0.0.0/8 and ::1, also where IPv4 is written inside IPv6. */
function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || isLoopbackAddress(name);
}
