import { textResponse } from "@superoffice-soap/http";
import { latestServices, type ServicesVersion } from "@superoffice-soap/schema";
import type { Context } from "hono";
import { errorEntryOf } from "../soap/error-log.ts";
import { logError } from "../soap/log-error.ts";
import { RequestFault } from "../soap/request-fault.ts";
import { serviceOfPath, servicesOfPath } from "../soap/service-paths.ts";
import { remoteUrlOf, serviceUrl } from "../soap/service-url.ts";
import type { SoapEndpointSettings } from "../soap/soap-endpoint-options.ts";
import { type SoapRequest, soapRequestOf } from "../soap/soap-request.ts";
import { cachedWsdl } from "./cached-wsdl.ts";
import { indexPage } from "./index-page.ts";
import type { Markup } from "./page.ts";
import { servicePage } from "./service-page.ts";

type Handler = (context: Context) => Promise<Response>;

/** Returns the handler of a GET of a service: its WSDL for `?wsdl` and `?singleWsdl`, else a page about it. */
export function getHandler(settings: SoapEndpointSettings): Handler {
  return handlerOf(settings, async (context, request) => {
    const service = serviceOfPath(request, settings.services);
    const remoteUrl = remoteUrlOf(request.http, settings);
    const wanted = Object.keys(context.req.query()).map((name) => name.toLowerCase());
    if (!wanted.includes("wsdl") && !wanted.includes("singlewsdl"))
      return pageResponse(context, servicePage(service, remoteUrl), settings);
    const document = await cachedWsdl(service, serviceUrl(remoteUrl, service));
    const headers = { "Content-Type": "text/xml; charset=utf-8", ...metadataHeaders(settings) };
    return textResponse(context, document, { status: 200, headers }, settings);
  });
}

/** Returns the handler of a GET of the index: of the version that the path names, else of the newest. */
export function indexHandler(settings: SoapEndpointSettings): Handler {
  return handlerOf(settings, (context, { http, services: name }) => {
    const { services: served } = settings;
    const services = name === "" ? newest(served) : servicesOfPath(name, served);
    return pageResponse(context, indexPage({ services, served, remoteUrl: remoteUrlOf(http, settings) }), settings);
  });
}

/** Returns a handler whose refusals have the status 404, and whose errors are logged and have the status 500. */
function handlerOf(
  settings: SoapEndpointSettings,
  handle: (context: Context, request: SoapRequest) => Response | Promise<Response>,
): Handler {
  return async (context) => {
    const request = soapRequestOf(context, settings);
    try {
      return await handle(context, request);
    } catch (error) {
      if (error instanceof RequestFault) return context.text(`${error.message}\n`, 404);
      logError(request, errorEntryOf(`GET ${request.http.path}`, error, settings), settings);
      return context.text("The server could not answer the request because of an internal error.\n", 500);
    }
  };
}

function newest(served: readonly ServicesVersion[]): ServicesVersion {
  return served.at(-1) ?? latestServices;
}

// A browser's page may hold no script and load nothing, so that nothing a contract says could ever do harm.
const pageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

async function pageResponse(context: Context, page: Markup, settings: SoapEndpointSettings): Promise<Response> {
  const headers = { ...pageHeaders, ...metadataHeaders(settings) };
  return textResponse(context, String(await page), { status: 200, headers }, settings);
}

/**
 * The header fields of WSDL and pages. The addresses in them follow the request where there is no `publicUrl`: a cache
 * would hand on to others what one client made up, and their passwords would go there.
 */
function metadataHeaders({ publicUrl }: SoapEndpointSettings) {
  return {
    "Cache-Control": publicUrl === null ? "no-store" : "public, max-age=300",
    "X-Content-Type-Options": "nosniff",
  };
}
