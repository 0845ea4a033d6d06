import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { type DecodedRequest, decodeMessage, encodeFault, encodeResponse, type Fault } from "@superoffice-soap/codec";
import type { ResponseHeaders } from "@superoffice-soap/schema";
import { type LocalServer, startHttpServer } from "../../../test-support/local-server.ts";

/** A request that the stub received. */
export interface Received {
  readonly message: DecodedRequest;
  readonly path: string;
  readonly http: IncomingHttpHeaders;
  /** The envelope, byte for byte. */
  readonly envelope: string;
}

/** The stub's answer: members of the response, a fault, an envelope, or `undefined` when it has responded itself. */
export type StubAnswer =
  | { readonly output: object; readonly headers?: ResponseHeaders }
  | { readonly fault: Fault }
  | { readonly envelope: string }
  | undefined;

/** A stub that was started. */
export interface StubUpstream extends LocalServer {
  readonly received: readonly Received[];
}

/** Starts a NetServer over HTTP that gives the test's answers. It stops when the test has finished. */
export async function startUpstream(
  answer: (request: Received, response: ServerResponse) => StubAnswer | Promise<StubAnswer>,
): Promise<StubUpstream> {
  const received: Received[] = [];
  const { url, connections } = await startHttpServer((incoming, response) => {
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
  return { url, received, connections };
}

/** Decodes a request's envelope. */
export function decodedRequestOf(envelope: string): DecodedRequest {
  const message = decodeMessage(envelope);
  if (message.kind !== "request") throw new Error("the client sent no request");
  return message;
}

/** Encodes the answer to a request. */
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

/** Creates a promise that the test resolves by `open`. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
