import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from "@opentelemetry/api";
import type { CurrentRequest } from "@superoffice-soap/graphql";
import { tracer } from "@superoffice-soap/graphql";
import type { Context, MiddlewareHandler } from "hono";
import { requestId } from "hono/request-id";
import { routeLabel } from "./route-label.ts";
import type { ServerLog } from "./server-log.ts";
import type { ServerMetrics } from "./server-metrics.ts";

/** The parts that observe requests. */
export interface RequestObservers {
  readonly log: ServerLog;
  readonly metrics: ServerMetrics;
  readonly peerAddress: (context: Context) => string | undefined;
}

/**
 * Gives each request an id, its own `X-Request-Id` where that is sensible, and sends it with the response; and logs,
 * counts and traces the request. No response may be kept by a cache, unless it says so itself, or be taken for another
 * media type.
 */
export function observeRequests(observers: RequestObservers): readonly MiddlewareHandler[] {
  return [
    requestId({ limitLength: 64 }),
    (context, next) => {
      const current: CurrentRequest = { requestId: context.get("requestId"), peer: observers.peerAddress(context) };
      context.set("currentRequest", current);
      return observe(context, next, current, observers);
    },
  ];
}

async function observe(
  request: Context,
  next: () => Promise<void>,
  current: CurrentRequest,
  { log, metrics }: RequestObservers,
): Promise<void> {
  const began = performance.now();
  const route = routeLabel(request.req.path);
  const method = methods.has(request.req.method) ? request.req.method : "other";
  const ended = metrics.requestBegun();
  let status = 500;
  try {
    await traced(request, { method, route }, next);
    status = request.res.status;
    // Hono's own setting reaches only the responses that Hono makes.
    const { headers } = request.res;
    headers.set("x-request-id", current.requestId);
    headers.set("x-content-type-options", "nosniff");
    // The response is for one caller, and may hold a ticket.
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  } finally {
    ended({ method, route, status });
    const { requestId, peer, operationName } = current;
    const durationMs = Math.round((performance.now() - began) * 10) / 10;
    const entry = { requestId, method, route, status, durationMs, peer, operationName };
    log.request(entry, quietRoutes.has(route));
  }
}

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]);

const quietRoutes: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Serves a request inside a span: the active one where Node's HTTP is instrumented, otherwise a new one. */
async function traced(
  request: Context,
  { method, route }: { readonly method: string; readonly route: string },
  answer: () => Promise<void>,
): Promise<void> {
  const around = trace.getActiveSpan();
  around?.setAttribute("http.route", route);
  if (around !== undefined) return answer();
  const parent = propagation.extract(context.active(), request.req.raw.headers, headersGetter);
  const attributes = { "http.request.method": method, "http.route": route };
  const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
  if (!span.isRecording()) return answer();
  try {
    await context.with(trace.setSpan(parent, span), answer);
    endWithStatus(span, request.res.status);
  } catch (error) {
    endWithStatus(span, 500);
    throw error;
  }
}

// Nothing reads the headers without an SDK, so they are not copied.
const headersGetter: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
};

function endWithStatus(span: Span, status: number): void {
  span.setAttribute("http.response.status_code", status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
