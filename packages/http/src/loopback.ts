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

/** The traits that tell callers on this machine from others. */
export interface CallerTraits {
  /** The address that the socket has; without it a caller is not local. */
  readonly peerAddress: string | undefined;
  readonly headers: Headers;
  /** @default 1.1 */
  readonly httpVersion?: string | undefined;
  /**
   * Origins on this machine whose pages may call from another port, and through a proxy on this machine that says where
   * the request came from; those of other hosts do not count. @default none
   */
  readonly localOrigins?: readonly string[];
}

/**
 * True when a request comes from a program on this machine, or from a page of this server: its peer has a loopback
 * address, no proxy passed it on, it was sent to a loopback name, which no other site's name was made to stand for, and
 * no page of another site, or of another port, has a hand in it. Headers, and a version of HTTP that proxies speak to
 * the servers behind them, only ever take this privilege away.
 */
export function isLoopback(peerAddress: string | undefined, headers: Headers, httpVersion?: string): boolean {
  return whyNotLocal({ peerAddress, headers, httpVersion }) === undefined;
}

/**
 * Returns why a caller does not count as one on this machine, as the end of a sentence that begins with "because";
 * undefined for one that does. A page of a development server on this machine counts when that server passes the
 * request on, which the browser then calls same-origin, or when its origin is one of `localOrigins`.
 */
export function whyNotLocal({
  peerAddress,
  headers,
  httpVersion,
  localOrigins = [],
}: CallerTraits): string | undefined {
  if (peerAddress === undefined) return "the address that it came from is not known";
  if (!isLoopbackAddress(peerAddress)) return `it came from ${peerAddress}, not from this machine`;
  // nginx passes requests on in HTTP/1.0, with its own idea of the host and no trace of the client, unless told otherwise.
  if (httpVersion === "1.0") return "it came in HTTP/1.0, as proxies pass requests on";
  const host = headers.get("host");
  const origin = headers.get("origin");
  const named = origin !== null && localOrigins.includes(origin) && isLoopbackOrigin(origin);
  for (const [name, value] of headers) {
    if (proxyHeader.test(name) && !(named && isLocalForwarding(name, value))) {
      return `it has the header ${name}, which proxies add`;
    }
  }
  // Only a browser's host name can be another's doing, and browsers always send one.
  if (host !== null && !isLoopbackHost(host)) return `it was sent to the host ${excerpt(host)}, not to localhost`;
  return named ? undefined : whyAnotherPage(headers, origin, host);
}

function whyAnotherPage(headers: Headers, origin: string | null, host: string | null): string | undefined {
  const site = headers.get("sec-fetch-site");
  const fromOwnPage = origin === null || origin.replace(/^https?:\/\//, "") === host;
  // No page can say this of itself: its browser does, when the page's own server is asked.
  const passedOnByItsServer = site === "same-origin" && origin !== null && isLoopbackOrigin(origin);
  if (!fromOwnPage && !passedOnByItsServer) return `it came from a page of ${excerpt(origin)}`;
  return site === "cross-site" || site === "same-site" ? `it came from a page of another site (${site})` : undefined;
}

/** True for what a proxy on this machine adds to the request of a browser on this machine. */
function isLocalForwarding(name: string, value: string): boolean {
  const parts = value.split(",").map((part) => part.trim());
  switch (name) {
    case "x-forwarded-for":
      return parts.every(isLoopbackAddress);
    case "x-forwarded-host":
      return parts.every(isLoopbackHost);
    case "x-forwarded-proto":
    case "x-forwarded-port":
      return true;
    default:
      return false;
  }
}

/** True for origins such as `http://localhost:5173`, whose pages a server on the browser's own machine sends. */
export function isLoopbackOrigin(origin: string): boolean {
  return isLoopbackHost(origin.replace(/^https?:\/\//, ""));
}

/** The beginning of what a client made up. */
function excerpt(text: string | null): string {
  return JSON.stringify((text ?? "").slice(0, 80));
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
