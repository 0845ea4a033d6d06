import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from "node:http";
import { request as requestHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { createBodyCopy } from "./body-copy.ts";
import { createExchangeFiles, type ExchangeFiles } from "./exchange-files.ts";
import type { ScrubOptions } from "./scrub-envelope.ts";

/** Where a recorder forwards to and what it keeps. */
export interface RecorderOptions extends ScrubOptions {
  /** The base URL of the NetServer that answers; a request's path is put after its path. */
  readonly upstream: string | URL;
  /** Where the golden files go; made when it is not there. */
  readonly directory: string;
  /** Bodies larger than this, uncompressed, are forwarded and not recorded. @default 10485760 */
  readonly maxBytes?: number;
  /** Called with the path of each request's file below the directory. */
  readonly onRecorded?: (path: string) => void;
  /** Called with the reason when an exchange was forwarded but not recorded. Nothing of its content is in it. */
  readonly onSkipped?: (reason: string) => void;
}

/** A proxy that records what passes through it. */
export interface Recorder {
  /** Begins to listen, on the loopback address and a free port unless given; resolves to the URL to call instead. */
  listen(port?: number, host?: string): Promise<URL>;
  /** Stops listening; resolves when the calls under way have ended. */
  close(): Promise<void>;
}

/**
 * An HTTP proxy that stands between a client and a NetServer and writes each SOAP call that passes as two golden files,
 * `ServicesNN/Agent/Operation.{request,response}.xml`, with tickets, tokens and passwords scrubbed as `scrubEnvelope`
 * does. Traffic is handed on as it comes, compressed or not; both files are there before the client sees the end of the
 * answer. Whatever is no SOAP call, a WSDL for one, is handed on and not recorded. An upstream that does not answer is a
 * status 502 to the client.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const upstream = new URL(options.upstream);
  const files = createExchangeFiles(options.directory, options);
  const server = createServer((request, response) => forward(request, response, { options, upstream, files }));
  return {
    listen: (port = 0, host = "127.0.0.1") =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          // A server that listens on a port has an address.
          const { address, family, port: bound } = server.address() as AddressInfo;
          resolve(new URL(`http://${family === "IPv6" ? `[${address}]` : address}:${bound}`));
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
  };
}

interface Recording {
  readonly options: RecorderOptions;
  readonly upstream: URL;
  readonly files: ExchangeFiles;
}

function forward(request: IncomingMessage, response: ServerResponse, recording: Recording): void {
  const url = upstreamUrl(request, recording.upstream);
  const { maxBytes } = recording.options;
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const outgoing = send(url, { method: request.method ?? "POST", headers: forwardable(request.headers) });
  const sent = createBodyCopy(request, maxBytes);
  request.pipe(outgoing);
  outgoing.on("error", (error: NodeJS.ErrnoException) => refuse(response, error));
  response.on("close", () => outgoing.destroy());
  outgoing.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, forwardable(answer.headers));
    const received = createBodyCopy(answer, maxBytes);
    answer.pipe(response, { end: false });
    answer.on("end", () => {
      record(url.pathname, sent.text, received.text, recording);
      response.end();
    });
    answer.on("error", () => response.destroy());
  });
}

function record(path: string, request: () => string, response: () => string, { options, files }: Recording): void {
  let file: string;
  try {
    file = files.write({ path, request: request(), response: response() });
  } catch (error) {
    options.onSkipped?.(error instanceof Error ? error.message : String(error));
    return;
  }
  options.onRecorded?.(file);
}

function upstreamUrl(request: IncomingMessage, upstream: URL): URL {
  // Only path and query are the client's to choose.
  const asked = new URL(request.url ?? "/", "http://recorder");
  const url = new URL(upstream);
  url.pathname = upstream.pathname.replace(/\/$/, "") + asked.pathname;
  url.search = asked.search;
  return url;
}

// What concerns one connection and not the message (RFC 9110, 7.6.1), and what Node sets itself.
const connectionHeaders: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function forwardable(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.has(name)));
}

function refuse(response: ServerResponse, { code, message }: NodeJS.ErrnoException): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`the upstream did not answer: ${code ?? message}\n`);
}
