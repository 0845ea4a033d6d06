import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { tooLarge, uncompressed } from "./body-copy.ts";
import { type ReaddressedDocument, type Route, readdressed } from "./wsdl-addresses.ts";

/** The options with which a response that may describe a service is handed on. */
export interface DescriptionPass {
  readonly route: Route;
  /** The header fields that are handed on. */
  readonly headers: OutgoingHttpHeaders;
  /** The longest body that is changed, in bytes; a longer one, compressed or not, is handed on unchanged. */
  readonly maxBytes: number;
  /** Called when a WSDL was handed on. */
  readonly onWsdl: () => void;
  /** Called with the reason when the response to a request for a WSDL was handed on unchanged. */
  readonly onUnchanged: (reason: string) => void;
}

/**
 * Tells whether a response may be a WSDL or a schema that belongs to one: the response to a GET that asks for one, or
 * XML.
 */
export function mayBeDescription({ method }: IncomingMessage, asked: URL, response: IncomingMessage): boolean {
  if (method !== "GET" || response.statusCode !== 200) return false;
  return asksForDescription(asked) || /xml/i.test(response.headers["content-type"] ?? "");
}

function asksForDescription({ search }: URL): boolean {
  return /^\?(?:.*&)?(?:wsdl|singlewsdl|xsd)(?:[=&]|$)/i.test(search);
}

/**
 * Hands a response on whole, with the addresses in a WSDL and its schemas replaced by `readdressed`. A changed response
 * is sent without compression.
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

/** Reports an unchanged response to a request for a WSDL; other XML need not be readable. */
function tellUnchanged(reason: string, { route, onUnchanged }: DescriptionPass): void {
  if (asksForDescription(route.asked)) onUnchanged(reason);
}

// These describe the original bytes.
const ofTheBytes: readonly string[] = ["content-encoding", "content-md5", "digest", "content-digest", "repr-digest"];

function headersFor(body: Buffer, { headers }: DescriptionPass): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !ofTheBytes.includes(name));
  return { ...Object.fromEntries(kept), "content-length": body.length };
}
