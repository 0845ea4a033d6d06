import { context, propagation, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createClient } from "../../src/index.ts";
import { traceRequests } from "../../src/interceptors/trace-requests.ts";
import { startUpstream } from "../stub-upstream.ts";

const spans = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });

beforeAll(() => provider.register());
beforeEach(() => spans.reset());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});

describe("traced requests", () => {
  test("are spans of the caller's trace, which the server is told of; a retry is another one", async () => {
    let calls = 0;
    const { url, received } = await startUpstream((_, response) => {
      if (++calls > 1) return { output: { Response: null } };
      response.writeHead(503).end();
      return undefined;
    });
    const client = createClient({ url, interceptors: [traceRequests()], retry: { initialDelayMs: 1 } });
    const tracer = trace.getTracer("test");
    const traceId = await tracer.startActiveSpan("caller", async (span) => {
      await client.ForeignSystem.GetKeyByValue({ ApplicationName: "secret-app" });
      span.end();
      return span.spanContext().traceId;
    });
    const [first, second, caller] = spans.getFinishedSpans();
    expect([first?.name, second?.name]).toEqual(Array(2).fill("Services88/ForeignSystem/GetKeyByValue"));
    expect(first?.status.code).toBe(SpanStatusCode.ERROR);
    expect(first?.attributes).toMatchObject({ "rpc.method": "GetKeyByValue", "error.type": "TransportError" });
    const { hostname, port } = new URL(url);
    expect(first?.attributes).toMatchObject({ "server.address": hostname, "server.port": Number(port) });
    expect(second?.attributes).toMatchObject({ "http.request.resend_count": 1 });
    expect(second?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
    expect(received.map(({ http }) => http.traceparent)).toEqual(
      [first, second].map((span) => `00-${traceId}-${span?.spanContext().spanId}-01`),
    );
    expect(JSON.stringify([first, second].map((span) => [span?.attributes, span?.events]))).not.toContain("secret");
  });

  test("that are not sampled are not seen, but the server is told of their trace", async () => {
    const { url, received } = await startUpstream(() => ({ output: { Response: null } }));
    const client = createClient({ url, interceptors: [traceRequests()] });
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const unsampled = { traceId, spanId: "00f067aa0ba902b7", traceFlags: TraceFlags.NONE, isRemote: true };
    const caller = trace.setSpanContext(context.active(), unsampled);
    await context.with(caller, () => client.ForeignSystem.GetKeyByValue({}));
    expect(spans.getFinishedSpans()).toEqual([]);
    expect(received[0]?.http.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
  });

  test("say why NetServer refused, but not in its words", async () => {
    const { url } = await startUpstream(() => ({
      output: { Response: null },
      headers: {
        Succeeded: false,
        ExceptionInfo: { ExceptionType: "SuperOffice.Exceptions.SoSentryException", Message: "7T:secret may not" },
      },
    }));
    const client = createClient({ url, interceptors: [traceRequests()] });
    await client.ForeignSystem.GetKeyByValue({}).catch(() => undefined);
    const [span] = spans.getFinishedSpans();
    expect(span?.attributes["error.type"]).toBe("SoSentryException");
    expect(JSON.stringify([span?.attributes, span?.events, span?.status])).not.toContain("secret");
  });
});
