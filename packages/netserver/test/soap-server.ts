import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { serve } from "@hono/node-server";
import { type CallContext, NetServerError, type NetServerPort } from "@superoffice-soap/schema";
import { afterAll } from "vitest";
import { netServerApp } from "../src/soap/net-server-app.ts";
import type { SoapEndpointOptions } from "../src/soap/soap-endpoint-options.ts";

/** One call that the stand-in behind the endpoint got. */
export interface SeenCall {
  readonly agent: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly context: CallContext;
}

/** What a stand-in answers, by operation. A list's operation gives its items. */
export type Answers = Readonly<Record<string, (call: SeenCall) => unknown>>;

/** A port that answers from functions, for what no real NetServer does on demand. It keeps what it was asked. */
export function standIn(answers: Answers): NetServerPort & { readonly calls: SeenCall[] } {
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
    stream: async function* (agent: string, operation: string, input: object, context: CallContext) {
      yield* (await answer(agent, operation, input, context)) as AsyncIterable<unknown>;
    },
  };
  return port as unknown as NetServerPort & { readonly calls: SeenCall[] };
}

/** A served endpoint. */
export interface SoapServer {
  readonly port: number;
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Serves the endpoint over real HTTP, on a port of the system's choice, until the test file ends. */
export async function serveSoap(port: NetServerPort, options: SoapEndpointOptions = {}): Promise<SoapServer> {
  const server = serve({ fetch: netServerApp(port, options).fetch, port: 0, hostname: "127.0.0.1" });
  if (!server.listening) await once(server, "listening");
  const { port: number } = server.address() as AddressInfo;
  const close = async () => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  afterAll(close);
  return { port: number, origin: `http://127.0.0.1:${number}`, close };
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
