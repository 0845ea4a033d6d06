import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A request as the upstream got it. */
export interface Received {
  readonly path: string;
  /** The operation, as SOAPAction names it. */
  readonly operation: string;
  readonly soapAction: string;
  readonly envelope: string;
}

/** An upstream that was started, until the test is over. */
export interface StubUpstream {
  /** What a client takes as `url`. */
  readonly url: string;
  readonly received: readonly Received[];
}

/** What the upstream answers: an envelope; or nothing, when it has answered by itself. */
export type Answer = (request: Received, response: ServerResponse) => string | undefined;

/** A real NetServer's place, taken by a server that says what the test wrote by hand. */
export async function stubUpstream(answer: Answer): Promise<StubUpstream> {
  const received: Received[] = [];
  // No keep-alive timeout: on a busy machine a connection would run out while a client takes it up again.
  const server = createServer({ keepAliveTimeout: 0 }, async (incoming, response) => {
    const request = await read(incoming);
    received.push(request);
    const envelope = answer(request, response);
    if (envelope === undefined) return;
    response.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).end(envelope);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/SuperOffice/Remote`, received };
}

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const soapAction = String(incoming.headers.soapaction);
  const operation = /(\w+)"?$/.exec(soapAction)?.[1] ?? "";
  return { path: incoming.url ?? "", operation, soapAction, envelope: Buffer.concat(chunks).toString("utf8") };
}

/** A server below HTTP: `serve` gets each connection once a request has come in. Gives what a client takes as `url`. */
export async function socketUpstream(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => serve(socket));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/SuperOffice/Remote`;
}

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** The namespace of a version of the contract. */
export function namespace(services = "Services88"): string {
  return `http://www.superoffice.net/ws/crm/NetServer/${services}`;
}

/** An envelope with this body and, if wanted, header blocks. */
function envelope(body: string, header = ""): string {
  const head = header === "" ? "" : `<s:Header>${header}</s:Header>`;
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${soap}">${head}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** The answer to an operation, its response element's content as it is. */
export function responseTo(operation: string, content: string, header = "", services = "Services88"): string {
  const element = `${operation}Response`;
  return envelope(`<${element} xmlns="${namespace(services)}" xmlns:i="${instance}">${content}</${element}>`, header);
}

/** A SOAP 1.1 fault. */
export function fault(text: string, detail = "", code = "s:Server"): string {
  const told = `<faultcode>${code}</faultcode><faultstring xml:lang="en-GB">${text}</faultstring>`;
  return envelope(`<s:Fault>${told}${detail}</s:Fault>`);
}
