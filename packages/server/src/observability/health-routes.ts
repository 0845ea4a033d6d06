import { setTimeout } from "node:timers/promises";
import { httpVersionOf, isLoopback } from "@superoffice-soap/http";
import { productVersion } from "@superoffice-soap/schema";
import { type Context, Hono } from "hono";
import type { ServerMetrics } from "./server-metrics.ts";

/** The callers that may read `/metrics`: programs on this machine, all, or none. */
export type MetricsReaders = "local" | "all" | "off";

/** The options of the routes for administrators. */
export interface HealthRoutesOptions {
  readonly metrics: ServerMetrics;
  readonly metricsFor: MetricsReaders;
  readonly peerAddress: (context: Context) => string | undefined;
  /** Rejects when requests cannot be served. */
  readonly checkReady: () => Promise<void>;
  /** Returns true from the moment that the server has been told to stop. */
  readonly isStopping: () => boolean;
}

/**
 * Makes the routes `/healthz`, for the service manager that restarts the process, `/readyz`, for load balancers, and
 * `/metrics`, for Prometheus.
 */
export function healthRoutes(options: HealthRoutesOptions): Hono {
  const { metrics, metricsFor, peerAddress, checkReady, isStopping } = options;
  const app = new Hono();
  const isReady = rememberedFor(1000, () => answersInTime(checkReady()));
  app.get("/healthz", answerAlive);
  app.get("/readyz", async (context) => {
    context.header("cache-control", "no-store");
    return !isStopping() && (await isReady())
      ? context.json({ status: "ready" })
      : context.json({ status: "not ready" }, 503);
  });
  app.get("/metrics", async (context) => {
    const local = isLoopback(peerAddress(context), context.req.raw.headers, httpVersionOf(context));
    if (metricsFor === "off" || (metricsFor === "local" && !local)) return context.notFound();
    const { contentType, text } = await metrics.page();
    return context.body(text, 200, { "content-type": contentType });
  });
  return app;
}

/** Responds as long as the process does. */
export function answerAlive(context: Context): Response {
  return context.json({ status: "ok", version: productVersion });
}

/** The longest time that a check may take. */
const patienceMs = 2000;

async function answersInTime(check: Promise<void>): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([
      check.then(() => true),
      setTimeout(patienceMs, false, { signal: late.signal, ref: false }),
    ]);
  } catch {
    return false;
  } finally {
    late.abort();
  }
}

/**
 * Returns a function that repeats the last result for a while before it asks again: any caller may read `/readyz`, and
 * each check asks the store.
 */
function rememberedFor(durationMs: number, ask: () => Promise<boolean>): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);
  return () => {
    if (performance.now() - asked >= durationMs) {
      asked = performance.now();
      answer = ask();
    }
    return answer;
  };
}
