import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { CompiledQuery, LogEvent } from "kysely";

/**
 * Records a query as a span of its request: its kind and duration, without text and values. Without OpenTelemetry's
 * SDK, which the program must bring, it does nothing.
 */
export function traceQuery({ level, query, queryDurationMillis }: LogEvent): void {
  // A query outside a request, such as those at start, would be a trace of its own.
  if (trace.getActiveSpan() === undefined) return;
  const ended = Date.now();
  // `SelectQueryNode`, `RawNode` and so on.
  const name = query.query.kind.replace(/(?:Query)?Node$/, "").toLowerCase();
  const options = { kind: SpanKind.CLIENT, startTime: ended - queryDurationMillis };
  const span = tracer.startSpan(`store ${name}`, options);
  if (!span.isRecording()) return;
  span.setAttribute("db.operation.name", name);
  if (level === "error") span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(ended);
}

/** Runs a query that bypasses Kysely, and records it likewise. */
export function traced<T>(query: CompiledQuery, run: () => T): T {
  if (trace.getActiveSpan() === undefined) return run();
  const began = performance.now();
  try {
    const result = run();
    traceQuery({ level: "query", query, queryDurationMillis: performance.now() - began });
    return result;
  } catch (error) {
    traceQuery({ level: "error", query, queryDurationMillis: performance.now() - began, error });
    throw error;
  }
}

const tracer = trace.getTracer("@superoffice-soap/netserver");
