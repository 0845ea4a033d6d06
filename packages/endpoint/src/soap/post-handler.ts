import { contentTypeOf, type DecodedRequest, encodeFault } from "@superoffice-soap/codec";
import {
  blankPasswordHint,
  ClientGoneError,
  earlyResponse,
  httpVersionOf,
  nextTurn,
  requestHeader,
  streamedResponse,
  textResponse,
  whyNotLocal,
} from "@superoffice-soap/http";
import type { RequestHeaders } from "@superoffice-soap/schema";
import { explainRefusedSignIn, isTicketGood, NetServerError, probe } from "@superoffice-soap/schema";
import type { Context } from "hono";
import { type CallerContext, postedContext } from "./call-context.ts";
import { CallDeadline } from "./call-deadline.ts";
import { type Answer, answerCall } from "./call-operation.ts";
import { errorEntryOf } from "./error-log.ts";
import { logError } from "./log-error.ts";
import { refusalDialectOf } from "./media-type.ts";
import type { SoapEndpointSettings } from "./options.ts";
import { readRequest } from "./read-request.ts";
import { internalServiceFault, RequestFault } from "./request-fault.ts";
import type { ServedPort } from "./served-port.ts";
import { serviceOfPath } from "./service-path.ts";
import type { Service } from "./soap-action.ts";

/** Answers what was posted to a service. Never rejects: whatever goes wrong, the answer is a SOAP envelope. */
export async function answerPost(
  context: Context,
  port: ServedPort,
  settings: SoapEndpointSettings,
): Promise<Response> {
  let request: DecodedRequest | undefined;
  let release: (() => void) | undefined;
  try {
    const services = context.req.param("services") ?? "";
    const file = context.req.param("service") ?? "";
    const service = serviceOfPath(services, file, settings.services);
    const isKnown = (headers: RequestHeaders) => knows(port, service, headers, context, settings);
    ({ request, release } = await readRequest(context, service, settings, isKnown));
    await nextTurn();
    const answer = await answerCall(explained(port, context, settings), request, callerOf(context, settings), settings);
    // Another NetServer's answers come one by one.
    await nextTurn();
    const failed = logged(context, request, settings);
    if (answer.trouble !== undefined) failed(answer.trouble);
    return await sent(context, answer, settings, failed);
  } catch (error) {
    return refused(context, error, settings, request);
  } finally {
    release?.();
  }
}

/** Resolves to true when a NetServer takes the ticket in header blocks for a good one. */
async function knows(
  port: ServedPort,
  { services }: Service,
  headers: RequestHeaders,
  context: Context,
  settings: SoapEndpointSettings,
): Promise<boolean> {
  const caller = callerOf(context, settings);
  const called = postedContext(services, headers, caller);
  return isTicketGood(() => caller.deadline.within(port.call(probe.agent, probe.operation, {}, called)));
}

function callerOf(context: Context, settings: SoapEndpointSettings): CallerContext {
  const request = context.req.raw;
  const deadline = new CallDeadline(request, settings.timeoutMs);
  const clientAddress = () => settings.peerAddress(context);
  const isLocal = () => notLocalReason(context, settings) === undefined;
  return { isLocal, clientAddress, requestId: settings.requestId(context), deadline };
}

function notLocalReason(context: Context, { peerAddress, localOrigins }: SoapEndpointSettings): string | undefined {
  const { headers } = context.req.raw;
  return whyNotLocal({ peerAddress: peerAddress(context), headers, httpVersion: httpVersionOf(context), localOrigins });
}

/** The port; where somebody is told, a blank password that is refused for where its caller is fails with the reason. */
function explained(port: ServedPort, context: Context, settings: SoapEndpointSettings): ServedPort {
  const { onHint } = settings;
  if (onHint === null) return port;
  return explainRefusedSignIn(port, (userName) => {
    const notLocal = notLocalReason(context, settings);
    if (notLocal === undefined) return;
    const signIn = "AuthenticateUsernamePassword";
    const hint = blankPasswordHint({ userName, notLocal, headers: context.req.raw.headers, signIn });
    onHint(hint);
    throw new NetServerError(hint, { exceptionType: "SuperOffice.Exceptions.SoInvalidPasswordException" });
  });
}

type Failed = (error: unknown) => void;

function logged(context: Context, request: DecodedRequest | undefined, settings: SoapEndpointSettings): Failed {
  return (error) => {
    const { services, agent, operation, headers } = request ?? {};
    const target = request === undefined ? "request" : `${services}/${agent}/${operation}`;
    // Without the blanks around them, as the call had them.
    const secrets = [headers?.ApplicationToken, headers?.Credentials?.Ticket].map((text) => text?.trim() ?? "");
    logError(context, errorEntryOf(target, error, { secrets, isOutage: settings.isOutage }), settings);
  };
}

function sent(
  context: Context,
  { status, contentType, body }: Answer,
  settings: SoapEndpointSettings,
  failed: Failed,
): Response | Promise<Response> {
  const head = { status, headers: { "Content-Type": contentType } };
  if (typeof body === "string") return textResponse(context, body, head, settings);
  return streamedResponse(context, body, head, settings, failed);
}

async function refused(
  context: Context,
  error: unknown,
  settings: SoapEndpointSettings,
  request: DecodedRequest | undefined,
): Promise<Response> {
  const isGone = error instanceof ClientGoneError || context.req.raw.signal.aborted;
  if (!(error instanceof RequestFault) && !isGone) logged(context, request, settings)(error);
  const { fault, dialect, status, headers } =
    error instanceof RequestFault ? error : internalServiceFault(request?.dialect);
  const form = dialect ?? refusalDialectOf(requestHeader(context, "content-type"));
  const head = { status, headers: { ...headers, "Content-Type": contentTypeOf(form) } };
  const text = encodeFault(fault, form);
  return (await earlyResponse(context, text, head)) ?? textResponse(context, text, head, settings);
}
