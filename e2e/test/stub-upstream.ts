import type { IncomingMessage, ServerResponse } from "node:http";
import { startHttpServer } from "../../test-support/local-server.ts";

/** A request that the upstream received. */
export interface Received {
  readonly path: string;
  /** The operation, as SOAPAction names it. */
  readonly operation: string;
  readonly soapAction: string;
  readonly envelope: string;
}

/** An upstream that was started. */
export interface StubUpstream {
  /** The `url` of a client for it. */
  readonly url: string;
  readonly received: readonly Received[];
}

/** Returns the upstream's envelope, or `undefined` when it has responded itself. */
export type Answer = (request: Received, response: ServerResponse) => string | undefined;

/** Starts a server that stands in for a NetServer and gives the test's envelopes. It stops when the test has finished. */
export async function stubUpstream(answer: Answer): Promise<StubUpstream> {
  const received: Received[] = [];
  const { url } = await startHttpServer(async (incoming, response) => {
    const request = await read(incoming);
    received.push(request);
    const envelope = answer(request, response);
    if (envelope === undefined) return;
    response.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).end(envelope);
  });
  return { url, received };
}

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const soapAction = String(incoming.headers.soapaction);
  const operation = /(\w+)"?$/.exec(soapAction)?.[1] ?? "";
  return { path: incoming.url ?? "", operation, soapAction, envelope: Buffer.concat(chunks).toString("utf8") };
}

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** Returns the namespace of a version of the contract. */
export function namespace(services = "Services88"): string {
  return `http://www.superoffice.net/ws/crm/NetServer/${services}`;
}

/** Returns an envelope with this body and these header blocks. */
function envelope(body: string, header = ""): string {
  const head = header === "" ? "" : `<s:Header>${header}</s:Header>`;
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${soap}">${head}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** Returns the answer to an operation, given the content of its response element. */
export function responseTo(operation: string, content: string, header = "", services = "Services88"): string {
  const element = `${operation}Response`;
  return envelope(`<${element} xmlns="${namespace(services)}" xmlns:i="${instance}">${content}</${element}>`, header);
}

/** Returns a SOAP 1.1 fault. */
export function fault(text: string, detail = "", code = "s:Server"): string {
  const told = `<faultcode>${code}</faultcode><faultstring xml:lang="en-GB">${text}</faultstring>`;
  return envelope(`<s:Fault>${told}${detail}</s:Fault>`);
}
