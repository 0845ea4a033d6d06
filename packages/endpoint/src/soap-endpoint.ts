import { responseToUnread } from "@superoffice-soap/http";
import { servicesVersions } from "@superoffice-soap/schema";
import { type Context, Hono } from "hono";
import { answerIndexGet, answerServiceGet } from "./metadata/get-handler.ts";
import { type SoapEndpointOptions, type SoapEndpointSettings, soapEndpointSettingsOf } from "./soap/options.ts";
import { answerPost } from "./soap/post-handler.ts";
import type { ServedPort } from "./soap/served-port.ts";
import { indexPaths, servicePaths } from "./soap/service-path.ts";

/**
 * The SOAP endpoint of a NetServer, as a Hono app: `POST /Remote/ServicesNN/Agent.svc` calls the port and answers in the
 * dialect and version of SOAP that it was asked in; `?wsdl` of the same address is its contract, and `/Remote/` an index
 * for people. Mount it anywhere, or serve it as it is.
 */
export function soapEndpoint(port: ServedPort, options: SoapEndpointOptions = {}): Hono {
  const settings = soapEndpointSettingsOf({
    ...options,
    services: options.services ?? port.services ?? servicesVersions,
  });
  const app = new Hono();
  // One handler for all methods: Hono passes a request on to a single one without building a chain first.
  for (const path of servicePaths) app.all(path, (context) => answerService(context, port, settings));
  if (settings.metadata) for (const path of indexPaths) app.get(path, (context) => answerIndexGet(context, settings));
  return app;
}

function answerService(
  context: Context,
  port: ServedPort,
  settings: SoapEndpointSettings,
): Response | Promise<Response> {
  const { method } = context.req;
  if (method === "POST") return answerPost(context, port, settings);
  if (settings.metadata && (method === "GET" || method === "HEAD")) return answerServiceGet(context, settings);
  return answerOtherMethod(context, settings);
}

function answerOtherMethod(context: Context, { metadata }: SoapEndpointSettings): Promise<Response> {
  const headers = { Allow: metadata ? "GET, HEAD, POST" : "POST", "Content-Type": "text/plain; charset=UTF-8" };
  return responseToUnread(context, "Post a SOAP envelope.\n", { status: 405, headers });
}
