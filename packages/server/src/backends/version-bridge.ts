import type { ServedContext, ServedPort } from "@superoffice-soap/endpoint";
import {
  type AgentName,
  at,
  type CallContext,
  callContext,
  NetServerError,
  type NetServerPort,
  type Operation,
  resultSchemaOf,
  type Schema,
  type ServicesVersion,
  startList,
  TransportError,
  type TransportErrorCode,
} from "@superoffice-soap/schema";
import { type Fit, fitting } from "./version-mapping.ts";

/**
 * Returns a port for callers of every version over a NetServer that speaks one: calls reach it in its own version, and
 * answers come back in the caller's. What either version lacks is left out; the operation itself must be in both. A
 * call that gets no answer fails as NetServer's own calls fail, with the reason, so that a SOAP client learns it.
 */
export function bridgeVersions(netServer: NetServerPort, services: ServicesVersion): ServedPort {
  return {
    call: async (agent, operation, input, context) => {
      const { toUpstream, toCaller } = crossing(agent, operation, context.services, services);
      try {
        const sent = toUpstream(input) as typeof input;
        const result = await netServer.call(agent, operation, sent, inVersion(services, context));
        return toCaller(result) as typeof result;
      } catch (error) {
        throw explained(error);
      }
    },
    stream: async (agent, operation, input, context) => {
      const { toUpstream, toCallerItem } = crossing(agent, operation, context.services, services);
      try {
        const sent = toUpstream(input) as typeof input;
        const list = await netServer.stream(agent, operation, sent, inVersion(services, context));
        if (list.nil) return list;
        // Started here, so that a reader who leaves it ends the source too, even before the first item.
        return await startList(mapped(list.items, toCallerItem as <T>(item: T) => T), false);
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

/** Yields the items as `change` makes them. */
async function* mapped<T>(items: AsyncIterable<T>, change: (item: T) => T): AsyncGenerator<T, void, void> {
  try {
    for await (const item of items) yield change(item);
  } catch (error) {
    throw explained(error);
  }
}

interface Crossing {
  readonly toUpstream: Fit;
  readonly toCaller: Fit;
  /** Maps one item, where the result is a list. */
  readonly toCallerItem: Fit;
}

function same(value: unknown): unknown {
  return value;
}

function crossing(agent: AgentName, name: string, from: ServicesVersion, to: ServicesVersion): Crossing {
  const callers = at(from).agents[agent].operations[name];
  const upstreams = at(to).agents[agent].operations[name];
  if (callers === undefined || upstreams === undefined) throw notThere(agent, name, to);
  const answered = resultSchema(upstreams);
  const wanted = resultSchema(callers);
  const isList = answered.xml.kind === "array" && wanted.xml.kind === "array";
  return {
    toUpstream: fitting(callers.input, upstreams.input),
    toCaller: fitting(answered, wanted),
    toCallerItem: isList ? fitting(answered.xml.item, wanted.xml.item) : same,
  };
}

// The result of an operation without a result member is all members of the answer.
function resultSchema(operation: Operation): Schema {
  return resultSchemaOf(operation) ?? operation.output;
}

// The versions need no bridge for the header blocks of answers, which are alike in all.
function inVersion(services: ServicesVersion, context: CallContext): ServedContext {
  const { onResponseHeaders }: ServedContext = context;
  const inOther = callContext(context);
  inOther.services = services;
  return onResponseHeaders === undefined ? inOther : Object.assign(inOther, { onResponseHeaders });
}

function notThere(agent: string, operation: string, services: ServicesVersion): NetServerError {
  return new NetServerError(
    `${agent}.${operation} is not in ${services}, which the NetServer behind this one speaks.`,
    {
      exceptionType: "System.NotSupportedException",
    },
  );
}

/** The exception that a .NET client would get from its own proxy, had it called the NetServer itself, by reason. */
const exceptionOfReason: Readonly<Partial<Record<TransportErrorCode, string>>> = {
  unreachable: "System.ServiceModel.EndpointNotFoundException",
  timeout: "System.TimeoutException",
  circuit_open: "System.ServiceModel.ServerTooBusyException",
  overloaded: "System.ServiceModel.ServerTooBusyException",
};

// The cause is left out, since the endpoint would take it for a fault of its own server; call observers receive it.
function explained(error: unknown): unknown {
  if (error instanceof TransportError) {
    const exceptionType = exceptionOfReason[error.code] ?? "System.ServiceModel.CommunicationException";
    const status = error.status === undefined ? "" : `, HTTP ${error.status}`;
    const message = `The NetServer behind this one did not answer (${error.code}${status}).`;
    return new NetServerError(message, { exceptionType });
  }
  if (error instanceof Error && error.name === "DecodeError") {
    const message = "The answer of the NetServer behind this one could not be read.";
    return new NetServerError(message, { exceptionType: "System.ServiceModel.ProtocolException" });
  }
  return error;
}
