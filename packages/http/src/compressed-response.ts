import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { acceptsGzip } from "./accepts-gzip.ts";
import { requestHeader } from "./request-header.ts";
import { responseStream, type StreamLimits } from "./response-stream.ts";

/** The status and header fields of a response. */
export interface ResponseHead {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
}

/** The responses that are packed. */
export interface CompressionLimits {
  /** The shortest body that is packed, in bytes. */
  readonly gzipFromBytes: number;
}

const gzipAll = promisify(gzip);

/** A response whose body is known, packed when it is long and the client accepts that. */
export function textResponse(
  context: Context,
  text: string,
  { status, headers }: ResponseHead,
  { gzipFromBytes }: CompressionLimits,
): Response | Promise<Response> {
  // Servers know the length of a text, and Hono passes a single header on as it is, where it makes Headers of several.
  if (isShort(text, gzipFromBytes)) return context.body(text, status, headers);
  if (acceptsGzip(requestHeader(context, "accept-encoding"))) return gzipResponse(context, text, { status, headers });
  const length = Buffer.byteLength(text);
  return context.body(text, status, { ...headers, ...varied, "Content-Length": String(length) });
}

// A character has three bytes at most, so that those of most answers need not be counted.
function isShort(text: string, bytes: number): boolean {
  return text.length * 3 < bytes || Buffer.byteLength(text) < bytes;
}

async function gzipResponse(context: Context, text: string, { status, headers }: ResponseHead): Promise<Response> {
  const body = await gzipAll(text);
  return context.body(body, status, { ...headers, ...gzipped, "Content-Length": String(body.length) });
}

/** A response whose body is still being made, packed when the client accepts that. `failed` is told when it breaks off. */
export function streamedResponse(
  context: Context,
  text: AsyncIterable<string>,
  { status, headers }: ResponseHead,
  limits: StreamLimits,
  failed: (error: unknown) => void,
): Response {
  const packs = acceptsGzip(requestHeader(context, "accept-encoding"));
  const body = responseStream(context, packs ? packing(text) : text, limits, failed);
  return context.body(body, status, { ...headers, ...(packs ? gzipped : varied) });
}

const varied = { Vary: "Accept-Encoding" };
const gzipped = { ...varied, "Content-Encoding": "gzip" };

// The CompressionStream of Node 20 takes hundreds of megabytes for what Node's own gzip does in ten.
function packing(text: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  const stream = createGzip();
  // Whoever reads the stream is told what went wrong by the stream.
  pipeline(Readable.from(text), stream, () => undefined);
  return stream;
}
