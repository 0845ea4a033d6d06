import type { Context } from "hono";
import type { Service } from "./soap-action.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";

/** The URL of the index, `…/Remote`, as the client of a request knows it. */
export function remoteUrlOf(context: Context, { publicUrl }: Pick<SoapEndpointSettings, "publicUrl">): string {
  if (publicUrl !== null) return `${publicUrl}/Remote`;
  const { origin, pathname } = new URL(context.req.url);
  // The last one, since the app may be mounted at a path of that name.
  const [, mount = ""] = /^(.*)\/remote(?:\/|$)/i.exec(pathname) ?? [];
  return `${origin}${mount}/Remote`;
}

/** The URL of a service. */
export function addressOf(remoteUrl: string, { services, agent }: Service): string {
  return `${remoteUrl}/${services}/${agent}.svc`;
}
