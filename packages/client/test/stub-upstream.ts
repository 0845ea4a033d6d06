import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from "node:net";
import { type DecodedRequest, decodeMessage, encodeFault, encodeResponse, type Fault } from "@superoffice-soap/codec";
import type { ResponseHeaders } from "@superoffice-soap/schema";
import { onTestFinished } from "vitest";

/** A request as the stub got it. */
export interface Received {
  readonly message: DecodedRequest;
  readonly path: string;
  readonly http: IncomingHttpHeaders;
  /** The envelope as it came. */
  readonly envelope: string;
}

/** What the stub answers: members of the response, a fault, an envelope as it is, or nothing when it has answered. */
export type StubAnswer =
  | { readonly output: object; readonly headers?: ResponseHeaders }
  | { readonly fault: Fault }
  | { readonly envelope: string }
  | undefined;

export interface StubUpstream {
  /** What a client is given as `url`. */
  readonly url: string;
  readonly received: readonly Received[];
  /** Connections that were made. */
  readonly connections: () => number;
}

/** A NetServer over HTTP that says what the test wants it to. It is gone when the test is. */
export async function startUpstream(
  answer: (request: Received, response: ServerResponse) => StubAnswer | Promise<StubAnswer>,
): Promise<StubUpstream> {
  const received: Received[] = [];
  let connections = 0;
  // No keep-alive timeout: on a busy machine a connection would run out while a client takes it up again.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const envelope = Buffer.concat(chunks).toString("utf8");
      const message = decodedRequestOf(envelope);
      const request = { message, path: incoming.url ?? "", http: incoming.headers, envelope };
      received.push(request);
      respond(message, response, await answer(request, response));
    });
  });
  server.on("connection", () => {
    connections++;
  });
  const port = await listening(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/SuperOffice/Remote`, received, connections: () => connections };
}

/** The content of a request's envelope. */
export function decodedRequestOf(envelope: string): DecodedRequest {
  const message = decodeMessage(envelope);
  if (message.kind !== "request") throw new Error("the client sent no request");
  return message;
}

/** An envelope that answers a request of a message. */
export function answerTo(
  { services, agent, operation }: DecodedRequest,
  output: object,
  headers?: ResponseHeaders,
): string {
  const target = { services, agent, operation, output, complete: true };
  return encodeResponse(headers === undefined ? target : { ...target, headers });
}

function respond(message: DecodedRequest, response: ServerResponse, answer: StubAnswer): void {
  if (answer === undefined) return;
  const fault = "fault" in answer;
  const envelope = fault
    ? encodeFault(answer.fault)
    : "envelope" in answer
      ? answer.envelope
      : answerTo(message, answer.output, answer.headers);
  response.writeHead(fault ? 500 : 200, { "content-type": "text/xml; charset=utf-8" }).end(envelope);
}

/** A server below HTTP: `serve` gets each connection once a request has come in. Gives the client's `url`. */
export async function startSocketServer(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => serve(socket));
  });
  const port = await listening(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${port}/SuperOffice/Remote`;
}

/** A promise that is resolved by hand. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createSocketServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/SuperOffice/Remote`;
}

function listening(server: Server | SocketServer): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
