import { context, propagation, SpanKind, trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningServer, startServer } from "../../src/server.ts";

const spans = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
let server: RunningServer;

beforeAll(async () => {
  provider.register();
  const where = { host: "127.0.0.1", port: 0, store: ":memory:" };
  server = await startServer({ ...where, services: "Services88", production: false });
});
beforeEach(() => spans.reset());
afterAll(async () => {
  await server.close();
  await provider.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});

function ask(query: string, headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
  return fetch(`${server.url}/graphql`, { ...init, body: JSON.stringify({ query }) });
}

function childrenOf(parent: ReadableSpan | undefined): ReadableSpan[] {
  const id = parent?.spanContext().spanId;
  return spans.getFinishedSpans().filter((span) => id !== undefined && span.parentSpanContext?.spanId === id);
}

test("one trace leads from the caller through GraphQL and NetServer to the store", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const query = `query Lookup { key(applicationName: "erp", deviceName: "erp", keyName: "k", recordId: 0) { value } }`;
  await (await ask(query, { traceparent: `00-${traceId}-b7ad6b7169203331-01` })).text();
  const http = spans.getFinishedSpans().find((span) => span.kind === SpanKind.SERVER);
  expect(http?.name).toBe("POST /graphql");
  expect(http?.attributes).toMatchObject({ "http.route": "/graphql", "http.response.status_code": 200 });
  expect(http?.spanContext().traceId).toBe(traceId);
  const [operation] = childrenOf(http);
  expect(operation?.name).toBe("graphql query");
  expect(operation?.attributes).toMatchObject({ "graphql.operation.name": "Lookup" });
  const call = childrenOf(operation).find((span) => span.name === "ForeignSystem/GetKey");
  expect(call?.attributes).toMatchObject({ "superoffice_soap.outcome": "ok" });
  expect(childrenOf(call).map((span) => span.name)).toContain("store select");
});

test("spans hold no credentials and no values", async () => {
  const query = `mutation { authenticateUsernamePassword(userName: "ann", password: "hunter2") { authenticationSucceeded } }`;
  await (await ask(query, { authorization: "SOTicket 7T:secretTicket", "so-apptoken": "secretApp" })).text();
  await (await ask(`{ key(recordId: 0) { value } }`, { authorization: "SOTicket 7T:secretTicket" })).text();
  await (await fetch(`${server.url}/7T:secretTicket?token=secretToken`)).text();
  const kept = spans
    .getFinishedSpans()
    .map(({ name, attributes, events, status }) => [name, attributes, events, status]);
  expect(JSON.stringify(kept)).toContain("SoSessionException");
  expect(JSON.stringify(kept)).not.toMatch(/hunter2|secret|7T:/);
});
