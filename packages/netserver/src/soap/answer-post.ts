import { contentTypeOf, type DecodedRequest, encodeFault } from "@superoffice-soap/codec";
import type { Context } from "hono";
import { type Answer, answerCall } from "./answer-call.ts";
import { failureEntryOf } from "./failure-log.ts";
import { isLocalCaller } from "./local-caller.ts";
import { refusalDialectOf } from "./media-type.ts";
import { readRequest } from "./read-request.ts";
import { internalServiceFault, Refusal } from "./refusal.ts";
import { ClientGoneError } from "./request-body.ts";
import { responseStream } from "./response-stream.ts";
import type { ServedPort } from "./served-port.ts";
import { serviceOfPath } from "./service-path.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";

/** Answers what was posted to a service. Never rejects: whatever goes wrong, the answer is a SOAP envelope. */
export async function answerPost(
  context: Context,
  port: ServedPort,
  settings: SoapEndpointSettings,
): Promise<Response> {
  let request: DecodedRequest | undefined;
  try {
    const { services = "", service: file = "" } = context.req.param();
    request = await readRequest(context, serviceOfPath(services, file, settings.services), settings);
    const loopback = isLocalCaller(settings.peerAddress(context), context.req.raw.headers);
    const answer = await answerCall(port, request, { loopback, signal: context.req.raw.signal }, settings);
    const failed = logged(request, settings);
    if (answer.trouble !== undefined) failed(answer.trouble);
    return sent(context, answer, failed);
  } catch (error) {
    return refused(context, error, logged(request, settings), request);
  }
}

type Failed = (error: unknown) => void;

function logged(request: DecodedRequest | undefined, settings: SoapEndpointSettings): Failed {
  return (error) => {
    const { services, agent, operation, headers } = request ?? {};
    const target = request === undefined ? "request" : `${services}/${agent}/${operation}`;
    const secrets = [headers?.ApplicationToken, headers?.Credentials?.Ticket].filter(
      (text) => typeof text === "string",
    );
    settings.log(failureEntryOf(target, error, secrets));
  };
}

function sent(context: Context, { status, contentType, body }: Answer, failed: Failed): Response {
  if (typeof body === "string") return whole(context, body, status, { "Content-Type": contentType });
  return context.body(responseStream(context, body, failed), status, { "Content-Type": contentType });
}

function whole(
  context: Context,
  body: string,
  status: Answer["status"] | Refusal["status"],
  headers: Record<string, string>,
) {
  // Without its length, the middleware that packs answers takes each for a long one.
  return context.body(body, status, { ...headers, "Content-Length": String(Buffer.byteLength(body)) });
}

function refused(context: Context, error: unknown, failed: Failed, request: DecodedRequest | undefined): Response {
  const isGone = error instanceof ClientGoneError || context.req.raw.signal.aborted;
  if (!(error instanceof Refusal) && !isGone) failed(error);
  const { fault, dialect, status, headers } = error instanceof Refusal ? error : internalServiceFault(request?.dialect);
  const form = dialect ?? refusalDialectOf(context.req.header("content-type"));
  return whole(context, encodeFault(fault, form), status, { ...headers, "Content-Type": contentTypeOf(form) });
}
