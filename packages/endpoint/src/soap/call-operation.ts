import { contentTypeOf, type DecodedRequest, encodeFault, encodeResponse } from "@superoffice-soap/codec";
import {
  type AgentName,
  answeredOf,
  at,
  type CallContext,
  NetServerError,
  type Operation,
  operationAt,
  type RequestHeaders,
  resultItemOf,
  type SoTimeZone,
  type StreamedList,
} from "@superoffice-soap/schema";
import { exceptionFault, exceptionInfo } from "./exception-info.ts";
import { listResponse } from "./list-response.ts";
import type { OwnHeaders, ServedContext, ServedPort } from "./served-port.ts";
import { type CallerContext, soapCallContext, type Writable } from "./soap-call-context.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";

/** The response to a call, before it is sent. */
export interface CallResponse {
  readonly status: 200 | 500;
  readonly contentType: string;
  /** The whole of it, or a list's beginning with the rest to come. */
  readonly body: string | AsyncGenerator<string, void, void>;
  /** The error in the server itself that made the call fail. */
  readonly trouble?: unknown;
}

/**
 * Calls what a request asks for and answers in the request's form. An error of the service is part of the answer;
 * anything else that is thrown is passed on. A list that fails before its first item has come is an error too.
 */
export async function callOperation(
  port: ServedPort,
  request: DecodedRequest,
  caller: CallerContext,
  settings: Pick<SoapEndpointSettings, "errors">,
): Promise<CallResponse> {
  const operation = operationAt(request);
  const headers = headersOf(request);
  const told = answerHeaders(headers);
  const own: Pick<ServedContext, "onResponseHeaders"> = { onResponseHeaders: told.take };
  const context = Object.assign(soapCallContext(request.services, headers, caller), own);
  const contentType = contentTypeOf(request.dialect);
  try {
    const body = bodyOf(untyped(port), request, operation, context, told.headers);
    return { status: 200, contentType, body: await caller.deadline.within(body) };
  } catch (error) {
    if (!(error instanceof NetServerError)) throw error;
    const trouble = error.cause;
    if (settings.errors === "header" && request.dialect !== "documented") {
      return { status: 200, contentType, body: encodeFailure(request, error, told.headers), trouble };
    }
    return { status: 500, contentType, body: encodeFault(exceptionFault(error), request.dialect), trouble };
  }
}

/** As WCF answers; a text that another NetServer sent may have characters that would fail the clients' XML readers. */
const asAnswered = { complete: true, outsideXml: "replace" } as const;

/** The header blocks of the answer to a request, and what changes those that a NetServer has a say in. */
function answerHeaders({ TimeZone }: RequestHeaders) {
  // The time zone of a request is in effect for its answer, so the answer names it.
  const headers: Writable<OwnHeaders> = { TimeZone: TimeZone ? complete(TimeZone) : null };
  const take = (given: OwnHeaders): void => {
    if (given.ExtraInfo !== undefined) headers.ExtraInfo = given.ExtraInfo;
    if (given.TimeZone !== undefined) headers.TimeZone = given.TimeZone && complete(given.TimeZone);
  };
  return { headers, take };
}

// A header block is written as it is given, and clients of WCF expect every member.
function complete({ SoTimeZoneId, SoTimeZoneLocationCode }: SoTimeZone): SoTimeZone {
  return { SoTimeZoneId: SoTimeZoneId ?? 0, SoTimeZoneLocationCode: SoTimeZoneLocationCode ?? null };
}

/** A port for operations whose names are known at run time only, so that its types are of no use. */
interface UntypedPort {
  call(agent: AgentName, operation: string, input: object, context: CallContext): Promise<unknown>;
  stream(agent: AgentName, operation: string, input: object, context: CallContext): Promise<StreamedList<unknown>>;
}

// The decoder proved that agent, operation and input go together, in a way that types cannot follow.
function untyped(port: ServedPort): UntypedPort {
  return port as unknown as UntypedPort;
}

async function bodyOf(
  port: UntypedPort,
  request: DecodedRequest,
  operation: Operation,
  context: CallContext,
  // Complete as soon as the port has answered, so they are looked at no earlier.
  headers: OwnHeaders,
): Promise<CallResponse["body"]> {
  const { services, agent, value, dialect } = request;
  const { name } = operation;
  const whole = (result: unknown): string => {
    const output = answeredOf(operation, result);
    return encodeResponse({ services, agent, operation: name, output, headers, ...asAnswered }, dialect);
  };
  if (resultItemOf(operation) === undefined) return whole(await port.call(agent, name, value, context));
  const list = await port.stream(agent, name, value, context);
  if (list.nil) return whole(null);
  return listResponse({ services, agent, operation: name, items: list.items, headers, ...asAnswered }, dialect);
}

function encodeFailure(
  { services, agent, operation, dialect }: DecodedRequest,
  error: NetServerError,
  told: OwnHeaders,
): string {
  const headers = { ...told, Succeeded: false, ExceptionInfo: exceptionInfo(error) };
  return encodeResponse({ services, agent, operation, output: {}, headers, ...asAnswered }, dialect);
}

/** The header blocks of a request that the contract has for its agent. WCF does not look at others. */
function headersOf({ services, agent, headers }: DecodedRequest): RequestHeaders {
  const known = at(services).agents[agent].requestHeaders;
  const isKnown = (name: string) => Object.hasOwn(known, name);
  if (Object.keys(headers).every(isKnown)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isKnown(name)));
}
