import { contentTypeOf, type DecodedRequest, encodeFault } from "@superoffice-soap/codec";
import {
  blankPasswordHint,
  ClientGoneError,
  earlyResponse,
  nextTurn,
  requestHeader,
  streamedResponse,
  textResponse,
  whyNotLocal,
} from "@superoffice-soap/http";
import {
  explainRefusedSignIn,
  isTicketGood,
  NetServerError,
  probe,
  type RequestHeaders,
  type ServicesVersion,
} from "@superoffice-soap/schema";
import type { Context } from "hono";
import { CallDeadline } from "./call-deadline.ts";
import { type CallResponse, callOperation } from "./call-operation.ts";
import { errorEntryOf } from "./error-log.ts";
import { logError } from "./log-error.ts";
import { readRequest } from "./read-request.ts";
import { internalServiceFault, RequestFault } from "./request-fault.ts";
import type { ServedPort } from "./served-port.ts";
import { serviceOfPath } from "./service-paths.ts";
import { type CallerContext, soapCallContext } from "./soap-call-context.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";
import { refusalDialectOf } from "./soap-media-type.ts";
import { type SoapRequest, soapRequestOf } from "./soap-request.ts";

/** Returns the handler of a POST to a service. It never rejects: every response is a SOAP envelope, errors included. */
export function postHandler(port: ServedPort, settings: SoapEndpointSettings): (context: Context) => Promise<Response> {
  return async (context) => {
    let posted: SoapRequest | undefined;
    let request: DecodedRequest | undefined;
    let release: (() => void) | undefined;
    try {
      const received = soapRequestOf(context, settings);
      posted = received;
      const service = serviceOfPath(received, settings.services);
      const isKnown = (headers: RequestHeaders) => isGoodTicket(port, service.services, headers, received, settings);
      ({ request, release } = await readRequest(received, service, settings, isKnown));
      await nextTurn();
      const explained = explainedPort(port, posted, settings);
      const response = await callOperation(explained, request, callerOf(posted, settings), settings);
      // Another NetServer's answers come one by one.
      await nextTurn();
      const onError = errorLogger(posted, request, settings);
      if (response.trouble !== undefined) onError(response.trouble);
      return await httpResponse(context, response, settings, onError);
    } catch (error) {
      return faultResponse(context, error, posted, request, settings);
    } finally {
      release?.();
    }
  };
}

/** Resolves to true when a NetServer takes the ticket in header blocks for a good one. */
async function isGoodTicket(
  port: ServedPort,
  services: ServicesVersion,
  headers: RequestHeaders,
  posted: SoapRequest,
  settings: SoapEndpointSettings,
): Promise<boolean> {
  const caller = callerOf(posted, settings);
  const context = soapCallContext(services, headers, caller);
  return isTicketGood(() => caller.deadline.within(port.call(probe.agent, probe.operation, {}, context)));
}

function callerOf(posted: SoapRequest, settings: SoapEndpointSettings): CallerContext {
  const { http, requestId } = posted;
  const deadline = new CallDeadline(http.raw, settings.timeoutMs);
  const isLocal = () => notLocalReason(posted, settings) === undefined;
  return { isLocal, clientAddress: http.peerAddress, requestId, deadline };
}

function notLocalReason({ http }: SoapRequest, { localOrigins }: SoapEndpointSettings): string | undefined {
  const { peerAddress, httpVersion, raw } = http;
  return whyNotLocal({ peerAddress, headers: raw.headers, httpVersion, localOrigins });
}

/** Returns the port; with `onHint`, one whose refusals of a blank password say why the caller does not count as local. */
function explainedPort(port: ServedPort, posted: SoapRequest, settings: SoapEndpointSettings): ServedPort {
  const { onHint } = settings;
  if (onHint === null) return port;
  return explainRefusedSignIn(port, (userName) => {
    const notLocal = notLocalReason(posted, settings);
    if (notLocal === undefined) return;
    const signIn = "AuthenticateUsernamePassword";
    const hint = blankPasswordHint({ userName, notLocal, headers: posted.http.raw.headers, signIn });
    onHint(hint);
    throw new NetServerError(hint, { exceptionType: "SuperOffice.Exceptions.SoInvalidPasswordException" });
  });
}

type OnError = (error: unknown) => void;

function errorLogger(
  { requestId }: Pick<SoapRequest, "requestId">,
  request: DecodedRequest | undefined,
  settings: SoapEndpointSettings,
): OnError {
  return (error) => {
    const { services, agent, operation, headers } = request ?? {};
    const target = request === undefined ? "request" : `${services}/${agent}/${operation}`;
    // Without the blanks around them, as the call had them.
    const secrets = [headers?.ApplicationToken, headers?.Credentials?.Ticket].map((text) => text?.trim() ?? "");
    logError({ requestId }, errorEntryOf(target, error, { secrets, isOutage: settings.isOutage }), settings);
  };
}

function httpResponse(
  context: Context,
  { status, contentType, body }: CallResponse,
  settings: SoapEndpointSettings,
  onError: OnError,
): Response | Promise<Response> {
  const head = { status, headers: { "Content-Type": contentType } };
  if (typeof body === "string") return textResponse(context, body, head, settings);
  return streamedResponse(context, body, head, settings, onError);
}

async function faultResponse(
  context: Context,
  error: unknown,
  posted: SoapRequest | undefined,
  request: DecodedRequest | undefined,
  settings: SoapEndpointSettings,
): Promise<Response> {
  const isGone = error instanceof ClientGoneError || context.req.raw.signal.aborted;
  const named = posted ?? { requestId: undefined };
  if (!(error instanceof RequestFault) && !isGone) errorLogger(named, request, settings)(error);
  const { fault, dialect, status, headers } =
    error instanceof RequestFault ? error : internalServiceFault(request?.dialect);
  const form = dialect ?? refusalDialectOf(requestHeader(context, "content-type"));
  const head = { status, headers: { ...headers, "Content-Type": contentTypeOf(form) } };
  const text = encodeFault(fault, form);
  return (await earlyResponse(context, text, head)) ?? textResponse(context, text, head, settings);
}
