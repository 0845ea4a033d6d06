import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { httpVersionOf } from "./loopback.ts";
import { requestHeader } from "./request-header.ts";

/** A request as plain values, read from Hono once. Code that works on it knows no Hono, and no protocol above HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentLength: string | undefined;
  /** The version of HTTP, such as `1.1`; `undefined` where the app does not run on Node's HTTP server. */
  readonly httpVersion: string | undefined;
  /** The IP address of the client; `undefined` where it is not known. */
  readonly peerAddress: string | undefined;
  /** The Fetch standard's request. Node's adapter makes its `headers`, `signal` and `body` as they are read, at some cost. */
  readonly raw: Request;
  /** Node's own request; `undefined` where the app does not run on Node's HTTP server. */
  readonly incoming: HttpBindings["incoming"] | undefined;
}

/** Reads the request of a Hono context. `peerAddress` tells the IP address of the client. */
export function httpRequestOf(context: Context, peerAddress: (context: Context) => string | undefined): HttpRequest {
  const { incoming }: Partial<HttpBindings> = context.env ?? {};
  return {
    method: context.req.method,
    path: context.req.path,
    contentType: requestHeader(context, "content-type"),
    contentEncoding: requestHeader(context, "content-encoding"),
    contentLength: requestHeader(context, "content-length"),
    httpVersion: httpVersionOf(context),
    peerAddress: peerAddress(context),
    raw: context.req.raw,
    incoming,
  };
}
