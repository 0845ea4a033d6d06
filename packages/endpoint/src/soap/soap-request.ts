import { type HttpRequest, httpRequestOf, requestHeader } from "@superoffice-soap/http";
import type { Context } from "hono";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";

/** A request to the endpoint as plain values, read from Hono once: a call of a service, or a question about it. */
export interface SoapRequest {
  readonly http: HttpRequest;
  /** The part of the path that names the version, such as `Services88`; blank when there is none. */
  readonly services: string;
  /** The part of the path that names the service, such as `ForeignSystem.svc`; blank when there is none. */
  readonly file: string;
  /** The header field SOAPAction, as it is written. */
  readonly soapAction: string | undefined;
  /** The name of the request in logs; `undefined` where requests have no names. */
  readonly requestId: string | undefined;
}

/** Reads the request of a Hono context. */
export function soapRequestOf(context: Context, { peerAddress, requestId }: SoapEndpointSettings): SoapRequest {
  return {
    http: httpRequestOf(context, peerAddress),
    services: context.req.param("services") ?? "",
    file: context.req.param("service") ?? "",
    soapAction: requestHeader(context, "soapaction"),
    requestId: requestId(context),
  };
}
