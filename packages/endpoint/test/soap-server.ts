import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { serve } from "@hono/node-server";
import {
  contentTypeOf,
  type Dialect,
  decodeMessage,
  encodeRequest,
  type Message,
  type Target,
} from "@superoffice-soap/codec";
import { createNetServer, type NetServerOptions } from "@superoffice-soap/netserver";
import {
  type CallContext,
  NetServerError,
  namespaceOf,
  type RequestHeaders,
  startList,
} from "@superoffice-soap/schema";
import { afterAll } from "vitest";
import { eventLoopTurns } from "../../../test-support/event-loop-turns.ts";
import { type ServedPort, type SoapEndpointOptions, soapEndpoint } from "../src/index.ts";

/** One call that the stand-in behind the endpoint got. */
export interface SeenCall {
  readonly agent: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly context: CallContext;
}

/** The functions that a stand-in answers with, by operation. A list's operation returns its items, or null for nil. */
export type Answers = Readonly<Record<string, (call: SeenCall) => unknown>>;

/** A port that answers from functions, for what no real NetServer does on demand. It keeps what it was asked. */
export function standIn(answers: Answers): ServedPort & { readonly calls: SeenCall[] } {
  const calls: SeenCall[] = [];
  const answer = (agent: string, operation: string, input: object, context: CallContext) => {
    const call = { agent, operation, input: input as Record<string, unknown>, context };
    calls.push(call);
    const found = answers[operation];
    if (found === undefined) {
      throw new NetServerError(`${operation} is not here`, { exceptionType: "SuperOffice.Exceptions.SoException" });
    }
    return found(call);
  };
  const port = {
    calls,
    call: async (agent: string, operation: string, input: object, context: CallContext) =>
      answer(agent, operation, input, context),
    stream: async (agent: string, operation: string, input: object, context: CallContext) => {
      const items = (await answer(agent, operation, input, context)) as AsyncIterable<unknown> | null;
      return items === null ? { nil: true } : startList(items, false);
    },
  };
  return port as unknown as ServedPort & { readonly calls: SeenCall[] };
}

/** A served endpoint. */
export interface SoapServer {
  readonly port: number;
  readonly origin: string;
  /** The bytes that have come over the connections that are open. */
  readonly bytesRead: () => number;
  readonly close: () => Promise<void>;
}

/** Serves the endpoint over real HTTP, on a port of the system's choice, until the test file ends. */
export async function serveSoap(port: ServedPort, options: SoapEndpointOptions = {}): Promise<SoapServer> {
  const server = await listen(port, options);
  afterAll(server.close);
  return server;
}

/** Serves the endpoint for all test files of a worker: until its process ends. */
export async function listen(port: ServedPort, options: SoapEndpointOptions = {}): Promise<SoapServer> {
  // Without keep-alive timeout: a busy machine would let connections run out while a client takes them up again.
  const serverOptions = { keepAliveTimeout: 0 };
  const server = serve({ fetch: soapEndpoint(port, options).fetch, port: 0, hostname: "127.0.0.1", serverOptions });
  if (!server.listening) await once(server, "listening");
  server.unref();
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const bytesRead = () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0);
  const { port: number } = server.address() as AddressInfo;
  const close = async () => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: number, origin: `http://127.0.0.1:${number}`, bytesRead, close };
}

/** An embedded NetServer with its demo data, served, and a ticket for its user. */
export async function serveEmbedded(options: SoapEndpointOptions = {}, netServerOptions: NetServerOptions = {}) {
  const netServer = await createNetServer(netServerOptions);
  afterAll(() => netServer.close());
  const ticket = await netServer.issueTicket("ADM0");
  const server = await serveSoap(netServer, options);
  return { ...server, netServer, headers: { Credentials: { Ticket: ticket } } satisfies RequestHeaders };
}

/** The response that came over HTTP. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Posts an envelope, or what passes for one, to a service. Headers given here win. */
export async function post(
  { origin }: Pick<SoapServer, "origin">,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const head = { "Content-Type": "text/xml; charset=utf-8", ...headers };
  const response = await fetch(origin + path, { method: "POST", headers: head, body });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The options of a call. */
export interface CallOptions {
  readonly headers?: RequestHeaders;
  readonly dialect?: Dialect;
}

/** Calls an operation as a well-behaved client does. */
export async function call(
  server: Pick<SoapServer, "origin">,
  target: Target,
  input: object,
  { headers = {}, dialect = "wcf" }: CallOptions = {},
): Promise<Answered & { readonly message: Message }> {
  const action = actionFor(target);
  const envelope = encodeRequest({ ...target, input, headers }, dialect);
  const answered = await post(server, pathFor(target), envelope, {
    "Content-Type": contentTypeOf(dialect, action),
    SOAPAction: `"${action}"`,
  });
  return { ...answered, message: decodeMessage(answered.text, { expect: target }) };
}

/** The path of the service that has an operation. */
export function pathFor({ services, agent }: Pick<Target, "services" | "agent">): string {
  return `/Remote/${services}/${agent}.svc`;
}

/** The SOAPAction of an operation, without quotes. */
export function actionFor({ services, agent, operation }: Target): string {
  return `${namespaceOf(services)}/${agent}/${operation}`;
}

/** Writes parts one after another, each once the one before has come, and lets the time pass that each may take. */
export async function writeSlowly(
  { bytesRead }: Pick<SoapServer, "bytesRead">,
  target: { write(part: string | Uint8Array): unknown },
  parts: readonly (string | Uint8Array)[],
  passTime: () => void,
): Promise<void> {
  for (const part of parts) {
    const before = bytesRead();
    target.write(part);
    while (bytesRead() === before) await eventLoopTurns(1);
    await eventLoopTurns();
    passTime();
  }
}

/** Sends bytes as they are and gives all that comes back until the server ends the connection. */
export async function exchange(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("utf8").on("data", (text) => {
    received += text;
  });
  for (const part of parts) socket.write(part);
  await once(socket, "close");
  return received;
}
