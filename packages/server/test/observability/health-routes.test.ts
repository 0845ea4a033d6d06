import { describe, expect, test } from "vitest";
import { healthRoutes } from "../../src/observability/health-routes.ts";
import { createServerMetrics } from "../../src/observability/server-metrics.ts";

function readyzWhen(checkReady: () => Promise<void>, isStopping = () => false) {
  const metrics = createServerMetrics();
  const app = healthRoutes({ metrics, metricsFor: "off", peerAddress: () => undefined, checkReady, isStopping });
  return async () => (await app.request("/readyz")).status;
}

describe("/readyz", () => {
  test("is 200 while the store answers", async () => {
    expect(await readyzWhen(async () => undefined)()).toBe(200);
  });

  test("is 503 when the store fails, and when it does not answer in time", async () => {
    expect(await readyzWhen(() => Promise.reject(new Error("gone")))()).toBe(503);
    expect(await readyzWhen(() => new Promise(() => undefined))()).toBe(503);
  });

  test("is 503 at once when the server stops, though the store answered a moment ago", async () => {
    let stopping = false;
    const readyz = readyzWhen(
      async () => undefined,
      () => stopping,
    );
    expect(await readyz()).toBe(200);
    stopping = true;
    expect(await readyz()).toBe(503);
  });

  test("asks the store once a second at most, however many ask", async () => {
    let asked = 0;
    const readyz = readyzWhen(async () => void asked++);
    await Promise.all(Array.from({ length: 50 }, readyz));
    expect(asked).toBe(1);
  });
});
