import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { exceptionNameOf, NetServerError } from "@superoffice-soap/schema";
import type { Interceptor } from "./interceptor.ts";

/**
 * Creates an interceptor that traces each request with OpenTelemetry, a retry as another span, and passes the trace on to
 * the server in `traceparent`. A span names operation, server and outcome, and holds no value and no message. Without
 * OpenTelemetry's SDK, which the program must set up, it does nothing.
 */
export function traceRequests(): Interceptor {
  const tracer = trace.getTracer("@superoffice-soap/client");
  return async ({ url, services, agent, operation, attempt, httpHeaders }, next) => {
    const span = tracer.startSpan(`${services}/${agent}/${operation}`, { kind: SpanKind.CLIENT });
    const inside = trace.setSpan(context.active(), span);
    propagation.inject(inside, httpHeaders);
    if (!span.isRecording()) return context.with(inside, next);
    const { protocol, hostname, port } = new URL(url);
    span.setAttributes({
      "rpc.system": "soap",
      "rpc.service": agent,
      "rpc.method": operation,
      "server.address": hostname,
      "server.port": Number(port || (protocol === "https:" ? 443 : 80)),
      ...(attempt > 1 && { "http.request.resend_count": attempt - 1 }),
    });
    try {
      return await context.with(inside, next);
    } catch (error) {
      span.setAttribute("error.type", typeOf(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  };
}

// The message stays out: it may quote what was sent.
function typeOf(error: unknown): string {
  if (error instanceof NetServerError) return exceptionNameOf(error.exceptionType);
  return error instanceof Error ? error.name : "unknown";
}
