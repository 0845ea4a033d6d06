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
   * Called with the reason when a POST was forwarded but not recorded, be it no SOAP call or the disk full; when a WSDL
   * was handed on with the addresses that it came with; and by `close` when WSDLs were asked for but no call came, so that
   * the client calls another address. Nothing of the content is in it. Without it, each new reason is a warning of the
   * process, a `RecorderWarning`.
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
   * Stops listening; settles when the calls in flight have ended. Rejects when a file could not be written, so that no
   * recording passes for complete that is not. Warns (see `onSkipped`) when WSDLs were asked for but no call came.
   */
  close(): Promise<void>;
}

/**
 * An HTTP proxy that stands between a client and a NetServer and writes each SOAP call that passes as two golden files,
 * `ServicesNN/Agent/Operation.{request,response}.xml`, with tickets, tokens and passwords scrubbed as `scrubEnvelope`
 * does. Traffic is handed on as it comes, compressed or not; both files are there before the client sees the end of the
 * answer. Whatever is no SOAP call is handed on and not recorded. A WSDL is handed on with the recorder's own address, as
 * the client asked for it, in place of the service's: many clients call the address that they find there. An upstream that
 * does not answer is a status 502 to the client. Where a file cannot be written, calls go on, and it is told: see `onSkipped` and `close`.
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
        // What this throws rejects: better here than when the traffic to be recorded is over.
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
        // All that it may be told here is that nobody listened.
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
  /** Tells of one. */
  add(reason: unknown): void;
  /** Counts a POST that came, recorded or not. */
  called(): void;
  /** Counts a WSDL that was handed on. */
  described(): void;
  /** Tells of a WSDL whose addresses were not replaced. */
  unchanged(reason: string): void;
  /** Tells, once, if clients asked for WSDLs and called nothing. */
  conclude(): void;
  /** What to reject with for the files that could not be written; `undefined` when all could. */
  failure(): Error | undefined;
}

function createOmissions(onSkipped?: (reason: string) => void): Omissions {
  const tell = onSkipped ?? warnOnce();
  // Without a listener of its own a reason is read among warnings of all kinds.
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

/** Warns of each reason once: a client may send a thousand calls that cannot be recorded. */
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

/** The URL that a client asks for: a path of this server, or a whole URL as of a proxy; `undefined` for anything else. */
function askedUrl({ url = "/", headers: { host = "" }, socket }: IncomingMessage): URL | undefined {
  // An address that is put together may have a slash too many, after which a host would be expected.
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
