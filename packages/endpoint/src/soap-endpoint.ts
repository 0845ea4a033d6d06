import { responseToUnread } from "@superoffice-soap/http";
import { servicesVersions } from "@superoffice-soap/schema";
import { type Context, Hono } from "hono";
import { getHandler, indexHandler } from "./metadata/get-handler.ts";
import { postHandler } from "./soap/post-handler.ts";
import type { ServedPort } from "./soap/served-port.ts";
import { indexPaths, servicePaths } from "./soap/service-paths.ts";
import {
  type SoapEndpointOptions,
  type SoapEndpointSettings,
  soapEndpointSettingsOf,
} from "./soap/soap-endpoint-options.ts";

/**
 * Creates the Hono app that serves a NetServer over SOAP: `POST /Remote/ServicesNN/Agent.svc` calls the port and responds
 * in the dialect and version of SOAP of the request; `?wsdl` of the same address is its contract, and `/Remote/` an index
 * for people. Mount it anywhere, or serve it as it is.
 */
export function soapEndpoint(port: ServedPort, options: SoapEndpointOptions = {}): Hono {
  const settings = soapEndpointSettingsOf({
    ...options,
    services: options.services ?? port.services ?? servicesVersions,
  });
  const app = new Hono();
  const handle = serviceHandler(port, settings);
  // One handler for all methods: Hono passes a request on to a single one without building a chain first.
  for (const path of servicePaths) app.all(path, handle);
  if (settings.metadata) for (const path of indexPaths) app.get(path, indexHandler(settings));
  return app;
}

function serviceHandler(
  port: ServedPort,
  settings: SoapEndpointSettings,
): (context: Context) => Response | Promise<Response> {
  const handlePost = postHandler(port, settings);
  const handleGet = getHandler(settings);
  return (context) => {
    const { method } = context.req;
    if (method === "POST") return handlePost(context);
    if (settings.metadata && (method === "GET" || method === "HEAD")) return handleGet(context);
    return methodNotAllowed(context, settings);
  };
}

function methodNotAllowed(context: Context, { metadata }: SoapEndpointSettings): Promise<Response> {
  const headers = { Allow: metadata ? "GET, HEAD, POST" : "POST", "Content-Type": "text/plain; charset=UTF-8" };
  return responseToUnread(context, "Post a SOAP envelope.\n", { status: 405, headers });
}
