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
import { createExchangeFiles, type ExchangeFiles, UnwritableError } from "./exchange-files.ts";
import type { ScrubOptions } from "./scrub-envelope.ts";
import { withoutTickets } from "./secrets.ts";

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
  /**
   * Called with the reason when a POST was forwarded but not recorded, be it no SOAP call or the disk full. Nothing of its
   * content is in it. Without it, each new reason is a warning of the process, a `RecorderWarning`.
   */
  readonly onSkipped?: (reason: string) => void;
}

/** A proxy that records what passes through it. */
export interface Recorder {
  /**
   * Begins to listen, on the loopback address and a free port unless given; resolves to the URL to call instead. Rejects
   * when the port is taken, or the directory cannot be made or written to.
   */
  listen(port?: number, host?: string): Promise<URL>;
  /**
   * Stops listening; settles when the calls under way have ended. Rejects when a file could not be written, so that no
   * recording passes for complete that is not.
   */
  close(): Promise<void>;
}

/**
 * An HTTP proxy that stands between a client and a NetServer and writes each SOAP call that passes as two golden files,
 * `ServicesNN/Agent/Operation.{request,response}.xml`, with tickets, tokens and passwords scrubbed as `scrubEnvelope`
 * does. Traffic is handed on as it comes, compressed or not; both files are there before the client sees the end of the
 * answer. Whatever is no SOAP call, a WSDL for one, is handed on and not recorded. An upstream that does not answer is a
 * status 502 to the client. Where a file cannot be written, calls go on, and it is told: see `onSkipped` and `close`.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const upstream = new URL(options.upstream);
  const files = createExchangeFiles(options.directory, options);
  const omissions = createOmissions(options.onSkipped);
  const server = createServer((request, response) =>
    forward(request, response, { options, upstream, files, omissions }),
  );
  return {
    listen: (port = 0, host = "127.0.0.1") =>
      new Promise((resolve, reject) => {
        // What this throws rejects: better here than when the traffic to be recorded is over.
        files.prepare();
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          // A server that listens on a port has an address.
          const { address, family, port: bound } = server.address() as AddressInfo;
          resolve(new URL(`http://${family === "IPv6" ? `[${address}]` : address}:${bound}`));
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        // All that it may be told here is that nobody listened.
        server.close(() => {
          const failure = omissions.failure();
          if (failure === undefined) resolve();
          else reject(failure);
        });
        server.closeIdleConnections();
      }),
  };
}

interface Recording {
  readonly options: RecorderOptions;
  readonly upstream: URL;
  readonly files: ExchangeFiles;
  readonly omissions: Omissions;
}

/** The calls that were not recorded. */
interface Omissions {
  /** Tells of one. */
  add(reason: unknown): void;
  /** What to reject with for the files that could not be written; `undefined` when all could. */
  failure(): Error | undefined;
}

function createOmissions(onSkipped: (reason: string) => void = createWarner()): Omissions {
  let count = 0;
  let first: UnwritableError | undefined;
  return {
    add(reason) {
      if (reason instanceof UnwritableError) {
        count++;
        first ??= reason;
      }
      onSkipped(withoutTickets(reason instanceof Error ? reason.message : String(reason)));
    },
    failure() {
      if (first === undefined) return undefined;
      const calls = count === 1 ? "1 call was not recorded: " : `${count} calls were not recorded; the first: `;
      return new Error(calls + first.message, { cause: first });
    },
  };
}

/** Warns of each reason once: a client may send a thousand calls that cannot be recorded. */
function createWarner(): (reason: string) => void {
  const known = new Set<string>();
  return (reason) => {
    if (known.has(reason)) return;
    known.add(reason);
    process.emitWarning(`a call was not recorded: ${reason}`, "RecorderWarning");
  };
}

function forward(request: IncomingMessage, response: ServerResponse, recording: Recording): void {
  const asked = askedUrl(request);
  if (asked === undefined) return refuse(response, 400, "the request asks for no URL");
  const url = upstreamUrl(asked, recording.upstream);
  const { maxBytes } = recording.options;
  // Every SOAP call is a POST; a GET asks for the WSDL or the help page.
  const isCall = request.method === "POST";
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const outgoing = send(url, { method: request.method ?? "POST", headers: forwardable(request.headers) });
  const sent = createBodyCopy(request, maxBytes);
  request.pipe(outgoing);
  outgoing.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    refuse(response, 502, `the upstream did not answer: ${code ?? message}`);
  });
  response.on("close", () => outgoing.destroy());
  outgoing.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, forwardable(answer.headers));
    const received = createBodyCopy(answer, maxBytes);
    answer.pipe(response, { end: false });
    answer.on("end", () => {
      if (isCall) record(url.pathname, sent.text, received.text, recording);
      response.end();
    });
    answer.on("error", () => {
      if (isCall) recording.omissions.add("the answer broke off");
      response.destroy();
    });
  });
}

function record(path: string, request: () => string, response: () => string, recording: Recording): void {
  const { options, files, omissions } = recording;
  let file: string;
  try {
    file = files.write({ path, request: request(), response: response() });
  } catch (error) {
    omissions.add(error);
    return;
  }
  options.onRecorded?.(file);
}

/** What a client asks for: a path with a query, or a whole URL as of a proxy; `undefined` when it is neither. */
function askedUrl({ url = "/" }: IncomingMessage): URL | undefined {
  // An address that is put together may have a slash too many, after which a host would be expected.
  const text = url.startsWith("/") ? `http://recorder/${url.replace(/^\/+/, "")}` : url;
  return URL.canParse(text) ? new URL(text) : undefined;
}

// Only path and query are the client's to choose.
function upstreamUrl(asked: URL, upstream: URL): URL {
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

function refuse(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${reason}\n`);
}
