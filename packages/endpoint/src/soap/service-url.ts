import { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import type { HttpRequest } from "@superoffice-soap/http";
import type { Service } from "./soap-action.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";

/** Returns the URL of a service. */
export function serviceUrl(remoteUrl: string, { services, agent }: Service): string {
  return `${remoteUrl}/${services}/${agent}.svc`;
}

/** Returns the URL of the index, `…/Remote`, as the client of a request knows it. */
export function remoteUrlOf(request: HttpRequest, { publicUrl }: Pick<SoapEndpointSettings, "publicUrl">): string {
  if (publicUrl !== null) return `${publicUrl}/Remote`;
  const { origin, pathname } = requestUrl(request);
  // The last one, since the app may be mounted at a path of that name.
  const [, mount = ""] = /^(.*)\/remote(?:\/|$)/i.exec(pathname) ?? [];
  return `${origin}${mount}/Remote`;
}

/** Returns the URL of a request. One in HTTP/1.0 may name no host; its URL then has the address that it came in at. */
function requestUrl({ raw, incoming }: HttpRequest): URL {
  const url = new URL(raw.url);
  if (!(incoming instanceof IncomingMessage) || incoming.headers.host || !incoming.url?.startsWith("/")) return url;
  const { localAddress = url.hostname, localPort } = incoming.socket;
  // An IPv4 address may be written inside IPv6.
  const address = localAddress.replace(/^::ffff:(?=\d+\.)/i, "");
  url.hostname = isIPv6(address) ? `[${address}]` : address;
  url.port = String(localPort ?? "");
  return url;
}
