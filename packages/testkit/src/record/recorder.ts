import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from "node:http";
import { request as requestHttps } from "node:https";
import type { AddressInfo } from "node:net";
import type { ScrubOptions } from "../scrub/scrub-envelope.ts";
import { withoutSecrets } from "../scrub/secrets.ts";
import { createBodyCopy } from "./body-copy.ts";
import { createExchangeFiles, type ExchangeFiles, UnwritableError } from "./exchange-files.ts";
import { mayBeDescription, passDescription } from "./pass-description.ts";

/** The options of a recorder: the server that it forwards to, and the files that it keeps. */
export interface RecorderOptions extends ScrubOptions {
  /** The base URL of the NetServer that answers; a request's path is appended to its path. */
  readonly upstream: string | URL;
  /** The directory of the golden files; made when it is missing. */
  readonly directory: string;
  /** The largest uncompressed body that is recorded, in bytes; larger ones are only forwarded. @default 10485760 */
  readonly maxBytes?: number;
  /** Called with the path of each request's file below the directory. */
  readonly onRecorded?: (path: string) => void;
  /**
   * Called with the reason when a POST was forwarded but not recorded, because it is no SOAP call or the disk is full,
   * for instance; when a WSDL was handed on with its original addresses; and by `close` when WSDLs were requested but
   * no call came, so that the client calls another address. The reason contains no part of the content. Without this
   * function, each new reason is a warning of the process, a `RecorderWarning`.
   */
  readonly onSkipped?: (reason: string) => void;
}

/** A proxy that records the calls that pass through it. */
export interface Recorder {
  /**
   * Begins to listen, on the loopback address and a free port unless given; resolves to the URL to call instead.
   * Rejects when the port is taken, or the directory cannot be made or written to.
   */
  listen(port?: number, host?: string): Promise<URL>;
  /**
   * Stops listening; resolves when the calls in flight have ended. Rejects when a file could not be written, so that no
   * incomplete recording passes for complete. Warns (see `onSkipped`) when WSDLs were requested but no call came.
   */
  close(): Promise<void>;
}

/**
 * Makes an HTTP proxy that stands between a client and a NetServer and writes each SOAP call that passes as two golden
 * files, `ServicesNN/Agent/Operation.{request,response}.xml`, with tickets, tokens and passwords scrubbed by
 * `scrubEnvelope`. Traffic is handed on as it comes, compressed or not; both files exist before the client sees the end
 * of the response. Any other request is handed on and not recorded. A WSDL is handed on with the recorder's own
 * address, as the client asked for it, instead of the service's: many clients call the address that they find there. An
 * upstream that does not respond becomes a status 502 to the client. Where a file cannot be written, calls go on, and
 * the failure is reported: see `onSkipped` and `close`.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const upstream = new URL(options.upstream);
  const files = createExchangeFiles(options.directory, options);
  const omissions = createOmissions(options.onSkipped);
  const settings = { ...options, upstream, maxBytes: options.maxBytes ?? 10 * 1024 * 1024 };
  const server = createServer((request, response) => forward(request, response, { settings, files, omissions }));
  return {
    listen: (port = 0, host = "127.0.0.1") =>
      new Promise((resolve, reject) => {
        // An error of this rejects: better here than when the traffic to be recorded is over.
        files.prepare();
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          // A server that listens on a port has an address.
          const { address, family, port: bound } = server.address() as AddressInfo;
          resolve(new URL(originOf(address, family, bound)));
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        // The only possible error here is that the server was not listening.
        server.close(() => {
          omissions.conclude();
          const failure = omissions.failure();
          if (failure === undefined) resolve();
          else reject(failure);
        });
        server.closeIdleConnections();
      }),
  };
}

interface RecorderSettings extends RecorderOptions {
  readonly upstream: URL;
  readonly maxBytes: number;
}

interface Recording {
  readonly settings: RecorderSettings;
  readonly files: ExchangeFiles;
  readonly omissions: Omissions;
}

/** The calls that were not recorded. */
interface Omissions {
  /** Reports a call that was not recorded. */
  add(reason: unknown): void;
  /** Counts a POST, recorded or not. */
  called(): void;
  /** Counts a WSDL that was handed on. */
  described(): void;
  /** Reports a WSDL whose addresses were not replaced. */
  unchanged(reason: string): void;
  /** Reports, once, that clients asked for WSDLs and called nothing. */
  conclude(): void;
  /** Returns the error to reject with for the files that could not be written; `undefined` when all could. */
  failure(): Error | undefined;
}

function createOmissions(onSkipped?: (reason: string) => void): Omissions {
  const tell = onSkipped ?? warnOnce();
  // Without `onSkipped` a reason is read among warnings of all kinds.
  const prefix = onSkipped === undefined ? "a call was not recorded: " : "";
  let count = 0;
  let first: UnwritableError | undefined;
  let [calls, descriptions] = [0, 0];
  return {
    add(reason) {
      if (reason instanceof UnwritableError) {
        count++;
        first ??= reason;
      }
      tell(prefix + withoutSecrets(reason instanceof Error ? reason.message : String(reason)));
    },
    called: () => void calls++,
    described: () => void descriptions++,
    unchanged: (reason) => tell(`a WSDL was handed on with its own addresses: ${reason}`),
    conclude() {
      if (descriptions > 0 && calls === 0) tell(bypassed(descriptions));
      descriptions = 0;
    },
    failure() {
      if (first === undefined) return undefined;
      const unwritten = count === 1 ? "1 call was not recorded: " : `${count} calls were not recorded; the first: `;
      return new Error(unwritten + first.message, { cause: first });
    },
  };
}

function bypassed(descriptions: number): string {
  const asked = descriptions === 1 ? "a WSDL was asked for" : `WSDLs were asked for ${descriptions} times`;
  return `${asked} but no call came, so nothing was recorded: the client calls an address that it has from elsewhere`;
}

/** Returns a function that warns of each reason once: a client may send a thousand calls that cannot be recorded. */
function warnOnce(): (reason: string) => void {
  const known = new Set<string>();
  return (reason) => {
    if (known.has(reason)) return;
    known.add(reason);
    process.emitWarning(reason, "RecorderWarning");
  };
}

function forward(request: IncomingMessage, response: ServerResponse, recording: Recording): void {
  const asked = askedUrl(request);
  if (asked === undefined) return refuse(response, 400, "the request asks for no URL");
  const { upstream, maxBytes } = recording.settings;
  const url = upstreamUrl(asked, upstream);
  // Every SOAP call is a POST; a GET asks for the WSDL or the help page.
  const isCall = request.method === "POST";
  if (isCall) recording.omissions.called();
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const outgoing = send(url, { method: request.method ?? "POST", headers: forwardable(request.headers) });
  const sent = createBodyCopy(request, maxBytes);
  request.pipe(outgoing);
  outgoing.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    refuse(response, 502, `the upstream did not answer: ${code ?? message}`);
  });
  response.on("close", () => outgoing.destroy());
  outgoing.on("response", (answer) => {
    const headers = forwardable(answer.headers);
    if (mayBeDescription(request, asked, answer)) {
      const { described: onWsdl, unchanged: onUnchanged } = recording.omissions;
      return passDescription(answer, response, { route: { asked, upstream }, headers, maxBytes, onWsdl, onUnchanged });
    }
    response.writeHead(answer.statusCode ?? 502, headers);
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
  const { settings, files, omissions } = recording;
  let file: string;
  try {
    file = files.write({ path, request: request(), response: response() });
  } catch (error) {
    omissions.add(error);
    return;
  }
  settings.onRecorded?.(file);
}

/**
 * Returns the URL that a client asks for: a path of this server, or a whole URL as of a proxy; `undefined` for any
 * other target.
 */
function askedUrl({ url = "/", headers: { host = "" }, socket }: IncomingMessage): URL | undefined {
  // A concatenated address may have a slash too many, and after two slashes a host would be expected.
  const path = url.startsWith("/") ? `/${url.replace(/^\/+/, "")}` : undefined;
  const { localAddress = "", localFamily = "", localPort = 0 } = socket;
  const isHost = host !== "" && URL.canParse(`http://${host}`);
  const base = isHost ? new URL(`http://${host}`).origin : originOf(localAddress, localFamily, localPort);
  const text = path === undefined ? url : base + path;
  return URL.canParse(text) ? new URL(text) : undefined;
}

function originOf(address: string, family: string, port: number): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

// The client may choose only the path and the query.
function upstreamUrl(asked: URL, upstream: URL): URL {
  const url = new URL(upstream);
  url.pathname = upstream.pathname.replace(/\/$/, "") + asked.pathname;
  url.search = asked.search;
  return url;
}

// These fields concern one connection and not the message (RFC 9110, 7.6.1), or are set by Node itself.
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
