import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { tooLarge, uncompressed } from "./body-copy.ts";
import { type ReaddressedDocument, type Route, readdressed } from "./wsdl-addresses.ts";

/** The parts by which a response that may describe a service is handed on. */
export interface DescriptionPass {
  readonly route: Route;
  /** The header fields that are handed on. */
  readonly headers: OutgoingHttpHeaders;
  /** A longer body, packed or not, is handed on as it is. */
  readonly maxBytes: number;
  /** Told of a WSDL that was handed on. */
  readonly onWsdl: () => void;
  /** Told why what was asked for as a WSDL was handed on as it came. */
  readonly onUnchanged: (reason: string) => void;
}

/** Tells whether a request may be answered with a WSDL, or a schema that belongs to one: such a GET, or XML. */
export function mayBeDescription({ method }: IncomingMessage, asked: URL, response: IncomingMessage): boolean {
  if (method !== "GET" || response.statusCode !== 200) return false;
  return asksForDescription(asked) || /xml/i.test(response.headers["content-type"] ?? "");
}

function asksForDescription({ search }: URL): boolean {
  return /^\?(?:.*&)?(?:wsdl|singlewsdl|xsd)(?:[=&]|$)/i.test(search);
}

/**
 * Hands a response on whole, with the addresses in a WSDL and its schemas replaced as `readdressed` says. What is
 * replaced is sent without compression.
 */
export function passDescription(received: IncomingMessage, response: ServerResponse, pass: DescriptionPass): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const collect = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= pass.maxBytes) return;
    received.off("data", collect).off("end", finish);
    tellUnchanged(tooLarge(pass.maxBytes), pass);
    response.writeHead(200, pass.headers).write(Buffer.concat(chunks));
    received.pipe(response);
  };
  const finish = () => {
    const body = Buffer.concat(chunks);
    const document = documentIn(received, body, pass);
    if (document?.kind === "wsdl") pass.onWsdl();
    if (document === undefined) response.writeHead(200, pass.headers).end(body);
    else response.writeHead(200, headersFor(document.body, pass)).end(document.body);
  };
  received.on("data", collect).on("end", finish);
  received.on("error", () => response.destroy());
}

function documentIn(received: IncomingMessage, body: Buffer, pass: DescriptionPass): ReaddressedDocument | undefined {
  try {
    return readdressed(uncompressed(received, body, pass.maxBytes), pass.route);
  } catch (error) {
    tellUnchanged(error instanceof Error ? error.message : String(error), pass);
    return undefined;
  }
}

/** Other XML need not be one that can be read. */
function tellUnchanged(reason: string, { route, onUnchanged }: DescriptionPass): void {
  if (asksForDescription(route.asked)) onUnchanged(reason);
}

// These are of the bytes that came.
const ofTheBytes: readonly string[] = ["content-encoding", "content-md5", "digest", "content-digest", "repr-digest"];

function headersFor(body: Buffer, { headers }: DescriptionPass): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !ofTheBytes.includes(name));
  return { ...Object.fromEntries(kept), "content-length": body.length };
}
