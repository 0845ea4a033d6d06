import { contentTypeOf, type DecodedRequest, encodeFault, encodeResponse, type Target } from "@superoffice-soap/codec";
import {
  type AgentName,
  answeredOf,
  at,
  type CallContext,
  NetServerError,
  type Operation,
  type RequestHeaders,
  type ResponseHeaders,
} from "@superoffice-soap/schema";
import { exceptionFaultOf, exceptionInfoOf } from "./exception-info.ts";
import { listAnswer } from "./list-answer.ts";
import type { ServedPort } from "./served-port.ts";
import type { SoapEndpointSettings } from "./soap-endpoint-options.ts";

/** The answer to a call, before it is sent. */
export interface Answer {
  readonly status: 200 | 500;
  readonly contentType: string;
  /** The whole of it, or a list's beginning with the rest to come. */
  readonly body: string | AsyncGenerator<string, void, void>;
  /** What went wrong in the server itself, so that the call could only fail. */
  readonly trouble?: unknown;
}

/** Who calls, beside what the request's header blocks say. */
export type CallerContext = Pick<CallContext, "loopback" | "signal">;

/**
 * Calls what a request asks for and answers in the request's form. An error of the service is part of the answer;
 * anything else that is thrown is passed on. A list that fails before its first item has come is an error too.
 */
export async function answerCall(
  port: ServedPort,
  request: DecodedRequest,
  caller: CallerContext,
  settings: Pick<SoapEndpointSettings, "errors">,
): Promise<Answer> {
  const operation = operationOf(request);
  const context = contextOf(request, caller);
  const contentType = contentTypeOf(request.dialect);
  try {
    return { status: 200, contentType, body: await bodyOf(untyped(port), request, operation, context) };
  } catch (error) {
    if (!(error instanceof NetServerError)) throw error;
    const trouble = error.cause;
    if (settings.errors === "header" && request.dialect !== "documented") {
      return { status: 200, contentType, body: encodeFailure(request, error), trouble };
    }
    return { status: 500, contentType, body: encodeFault(exceptionFaultOf(error), request.dialect), trouble };
  }
}

/** A port as seen by whoever learns the operation's name while running, so that its types are of no use. */
interface UntypedPort extends Pick<ServedPort, "emptyList"> {
  call(agent: AgentName, operation: string, input: object, context: CallContext): Promise<unknown>;
  stream(agent: AgentName, operation: string, input: object, context: CallContext): AsyncIterable<unknown>;
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
): Promise<Answer["body"]> {
  const { agent, value, dialect } = request;
  const answer = { ...targetOf(request), headers: timeZoneOf(request), complete: true };
  if (!resultsInList(operation)) {
    const result = await port.call(agent, operation.name, value, context);
    return encodeResponse({ ...answer, output: answeredOf(operation, result) }, dialect);
  }
  const items = port.stream(agent, operation.name, value, context);
  return listAnswer({ ...answer, items }, dialect, port.emptyList ?? "empty");
}

function resultsInList({ output, result = "" }: Operation): boolean {
  return output.xml.members[result]?.xml.kind === "array";
}

function encodeFailure(request: DecodedRequest, error: NetServerError): string {
  const headers = { ...timeZoneOf(request), Succeeded: false, ExceptionInfo: exceptionInfoOf(error) };
  return encodeResponse({ ...targetOf(request), output: {}, headers, complete: true }, request.dialect);
}

function operationOf({ services, agent, operation }: Target): Operation {
  const found = at(services).agents[agent].operations[operation];
  if (found === undefined) throw new RangeError(`${services} has no operation ${agent}.${operation}`);
  return found;
}

function targetOf({ services, agent, operation }: Target): Target {
  return { services, agent, operation };
}

/** The time zone of a request is in effect for its answer, so the answer names it. */
function timeZoneOf(request: DecodedRequest): Pick<ResponseHeaders, "TimeZone"> {
  return { TimeZone: headersOf(request).TimeZone ?? null };
}

/** The header blocks of a request that the contract has for its agent. WCF does not look at others. */
function headersOf({ services, agent, headers }: DecodedRequest): RequestHeaders {
  const known = at(services).agents[agent].requestHeaders;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => Object.hasOwn(known, name)));
}

function contextOf(request: DecodedRequest, caller: CallerContext): CallContext {
  const { ApplicationToken: applicationToken, Credentials, TimeZone: timeZone } = headersOf(request);
  const ticket = Credentials?.Ticket;
  return {
    services: request.services,
    ...caller,
    ...(ticket ? { ticket } : {}),
    ...(applicationToken ? { applicationToken } : {}),
    ...(timeZone ? { timeZone } : {}),
  };
}
