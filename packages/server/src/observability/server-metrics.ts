import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * The outcome of a call of NetServer: with a result, refused by NetServer, without an answer, or left by its caller.
 */
export type CallOutcome = "ok" | "refused" | "failed" | "left";

/** The metrics for Prometheus. Labels are names of this program and of the contract, never a caller's text. */
export interface ServerMetrics {
  /** Counts a request that has begun. Returns the function that takes its outcome. */
  requestBegun(): (ended: { readonly method: string; readonly route: string; readonly status: number }) => void;
  netServerCalled(call: {
    readonly agent: string;
    readonly operation: string;
    readonly outcome: CallOutcome;
    readonly seconds: number;
  }): void;
  /** Returns the page that Prometheus reads, and its media type. */
  page(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Makes the metrics of one server, beside those of the process. */
export function createServerMetrics(): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "superoffice_soap_http_request_duration_seconds",
    help: "How long requests took until their answer began.",
    labelNames: ["method", "route", "status"],
    buckets: seconds,
    registers: [registry],
  });
  const underWay = new Gauge({
    name: "superoffice_soap_http_requests_under_way",
    help: "Requests that have no answer yet.",
    registers: [registry],
  });
  const calls = new Histogram({
    name: "superoffice_soap_netserver_call_duration_seconds",
    help: "How long calls of NetServer took, lists to their end.",
    labelNames: ["agent", "operation", "outcome"],
    buckets: seconds,
    registers: [registry],
  });
  return {
    requestBegun() {
      const began = performance.now();
      underWay.inc();
      return ({ method, route, status }) => {
        underWay.dec();
        requests.observe({ method, route, status }, (performance.now() - began) / 1000);
      };
    },
    netServerCalled: ({ seconds: taken, ...labels }) => calls.observe(labels, taken),
    page: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
