import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { tracer } from "@superoffice-soap/graphql";
import { exceptionNameOf, NetServerError, type NetServerPort, SchemaError, startList } from "@superoffice-soap/schema";
import { type PortError, portErrorOf } from "./port-error.ts";
import type { CallOutcome, ServerMetrics } from "./server-metrics.ts";

/** The observers of calls. */
export interface CallObservers {
  readonly metrics: ServerMetrics;
  /** Receives each call that NetServer did not answer, or not in its contract's form. */
  readonly onFailure: (failure: PortError, requestId: string | undefined) => void;
}

/** Returns a port whose calls are counted, timed and traced. Neither their input nor their results are kept. */
export function observedPort(port: NetServerPort, observers: CallObservers): NetServerPort {
  const call: NetServerPort["call"] = async (agent, operation, input, callContext) => {
    const observed = observation(agent, operation, callContext.requestId, observers);
    try {
      const result = await observed.inside(() => port.call(agent, operation, input, callContext));
      observed.end("ok");
      return result;
    } catch (error) {
      observed.end(outcomeOf(error, callContext.signal), error);
      throw error;
    }
  };
  const stream: NetServerPort["stream"] = async (agent, operation, input, callContext) => {
    const { signal, requestId } = callContext;
    const observed = observation(agent, operation, requestId, observers);
    const list = await observed
      .inside(() => port.stream(agent, operation, input, callContext))
      .catch((error: unknown) => {
        observed.end(outcomeOf(error, signal), error);
        throw error;
      });
    // Started here, so that it ends the observation even when no item of it is read.
    if (!list.nil) return startList(observedItems(list.items, observed, signal), false);
    observed.end("ok");
    return list;
  };
  return { call, stream };
}

async function* observedItems<T>(
  list: AsyncIterable<T>,
  observed: Observation,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  const items = list[Symbol.asyncIterator]();
  let outcome: CallOutcome = "left";
  let failure: unknown;
  try {
    for (;;) {
      const next = await observed.inside(() => items.next());
      if (next.done) {
        outcome = "ok";
        return;
      }
      yield next.value;
    }
  } catch (error) {
    outcome = outcomeOf(error, signal);
    failure = error;
    throw error;
  } finally {
    // A reader who leaves early stops the source too.
    if (outcome === "left") await items.return?.();
    observed.end(outcome, failure);
  }
}

interface Observation {
  /** Runs a part of the call inside its span. */
  inside<T>(part: () => T): T;
  end(outcome: CallOutcome, error?: unknown): void;
}

function observation(
  agent: string,
  operation: string,
  requestId: string | undefined,
  { metrics, onFailure }: CallObservers,
): Observation {
  const began = performance.now();
  const span = tracer.startSpan(`${agent}/${operation}`, {
    attributes: { "rpc.system": "soap", "rpc.service": agent, "rpc.method": operation },
  });
  const spanContext = span.isRecording() ? trace.setSpan(context.active(), span) : undefined;
  return {
    inside: (part) => (spanContext === undefined ? part() : context.with(spanContext, part)),
    end(outcome, error) {
      metrics.netServerCalled({ agent, operation, outcome, seconds: (performance.now() - began) / 1000 });
      endSpan(span, outcome, error);
      const failure = outcome === "failed" ? portErrorOf(agent, operation, error) : undefined;
      if (failure !== undefined) onFailure(failure, requestId);
    },
  };
}

function endSpan(span: Span, outcome: CallOutcome, error: unknown): void {
  span.setAttribute("superoffice_soap.outcome", outcome);
  if (error instanceof Error) {
    // The message stays out: it may quote what was sent.
    const type = error instanceof NetServerError ? exceptionNameOf(error.exceptionType) : error.name;
    span.setAttribute("error.type", type);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function outcomeOf(error: unknown, signal: AbortSignal | undefined): CallOutcome {
  if (signal?.aborted) return isTimeout(signal) ? "failed" : "left";
  return error instanceof NetServerError || error instanceof SchemaError ? "refused" : "failed";
}

function isTimeout({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === "TimeoutError";
}
