import { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { SoapEndpointSettings } from "./options.ts";
import type { Service } from "./soap-action.ts";

/** The URL of the index, `…/Remote`, as the client of a request knows it. */
export function remoteUrlOf(context: Context, { publicUrl }: Pick<SoapEndpointSettings, "publicUrl">): string {
  if (publicUrl !== null) return `${publicUrl}/Remote`;
  const { origin, pathname } = addressed(context);
  // The last one, since the app may be mounted at a path of that name.
  const [, mount = ""] = /^(.*)\/remote(?:\/|$)/i.exec(pathname) ?? [];
  return `${origin}${mount}/Remote`;
}

/** The URL that a request was sent to. One of HTTP/1.0 may not say to which host; then it is where it came in. */
function addressed(context: Context): URL {
  const url = new URL(context.req.url);
  const { incoming }: Partial<HttpBindings> = context.env ?? {};
  if (!(incoming instanceof IncomingMessage) || incoming.headers.host || !incoming.url?.startsWith("/")) return url;
  const { localAddress = url.hostname, localPort } = incoming.socket;
  // An IPv4 address may be written inside IPv6.
  const address = localAddress.replace(/^::ffff:(?=\d+\.)/i, "");
  url.hostname = isIPv6(address) ? `[${address}]` : address;
  url.port = String(localPort ?? "");
  return url;
}

/** The URL of a service. */
export function addressOf(remoteUrl: string, { services, agent }: Service): string {
  return `${remoteUrl}/${services}/${agent}.svc`;
}
