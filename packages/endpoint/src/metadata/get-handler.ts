import { textResponse } from "@superoffice-soap/http";
import { latestServices, type ServicesVersion } from "@superoffice-soap/schema";
import type { Context } from "hono";
import { errorEntryOf } from "../soap/error-log.ts";
import { logError } from "../soap/log-error.ts";
import type { SoapEndpointSettings } from "../soap/options.ts";
import { RequestFault } from "../soap/request-fault.ts";
import { serviceOfPath, servicesOfPath } from "../soap/service-path.ts";
import { addressOf, remoteUrlOf } from "../soap/service-url.ts";
import { wsdlDocument } from "./cached-wsdl.ts";
import { indexPage } from "./index-page.ts";
import type { Markup } from "./page.ts";
import { servicePage } from "./service-page.ts";

/** Answers a GET of a service: its WSDL for `?wsdl` and `?singleWsdl`, else a page about it. */
export function answerServiceGet(context: Context, settings: SoapEndpointSettings): Response | Promise<Response> {
  return answered(context, settings, async () => {
    const { services = "", service: file = "" } = context.req.param();
    const service = serviceOfPath(services, file, settings.services);
    const remoteUrl = remoteUrlOf(context, settings);
    const wanted = Object.keys(context.req.query()).map((name) => name.toLowerCase());
    if (!wanted.includes("wsdl") && !wanted.includes("singlewsdl"))
      return sentPage(context, servicePage(service, remoteUrl), settings);
    const document = await wsdlDocument(service, addressOf(remoteUrl, service));
    return textResponse(
      context,
      document,
      { status: 200, headers: { "Content-Type": "text/xml; charset=utf-8", ...metadataHeaders(settings) } },
      settings,
    );
  });
}

/** Answers a GET of the index, of a version where the path names one, else of the newest. */
export function answerIndexGet(context: Context, settings: SoapEndpointSettings): Response | Promise<Response> {
  return answered(context, settings, () => {
    const { services: name } = context.req.param();
    const { services: served } = settings;
    const services = name === undefined ? newest(served) : servicesOfPath(name, served);
    return sentPage(context, indexPage({ services, served, remoteUrl: remoteUrlOf(context, settings) }), settings);
  });
}

function newest(served: readonly ServicesVersion[]): ServicesVersion {
  return served.at(-1) ?? latestServices;
}

// A browser's page may hold no script and load nothing, so that nothing a contract says could ever do harm.
const pageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

async function sentPage(context: Context, page: Markup, settings: SoapEndpointSettings): Promise<Response> {
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

async function answered(
  context: Context,
  settings: SoapEndpointSettings,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof RequestFault) return context.text(`${error.message}\n`, 404);
    logError(context, errorEntryOf(`GET ${context.req.path}`, error, settings), settings);
    return context.text("The server could not answer the request because of an internal error.\n", 500);
  }
}
