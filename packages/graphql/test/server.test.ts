import { afterEach, expect, test } from "vitest";
import { createServerLog } from "../src/operation/server-log.ts";
import { type RunningServer, type ServerOptions, startServer } from "../src/server.ts";

let server: RunningServer;
afterEach(() => server.close());

async function started(options: Partial<ServerOptions>) {
  server = await startServer({
    store: ":memory:",
    services: "Services88",
    host: "127.0.0.1",
    port: 0,
    production: false,
    ...options,
  });
  return async (query: string, headers: Record<string, string> = {}) => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    const response = await fetch(`${server.url}/graphql`, { ...init, body: JSON.stringify({ query }) });
    return { response, answer: (await response.json()) as { data?: unknown; errors?: { message: string }[] } };
  };
}

const introspection = "{ __schema { queryType { name } } }";

test("in development queries may ask for the schema", async () => {
  const query = await started({});
  expect((await query(introspection)).answer).toEqual({ data: { __schema: { queryType: { name: "Query" } } } });
});

test("in production they may not, unless that is wanted", async () => {
  const query = await started({ production: true });
  expect((await query(introspection)).answer.errors?.[0]?.message).toContain("introspection has been disabled");
  await server.close();
  const wanted = await started({ production: true, introspection: true });
  expect((await wanted(introspection)).answer.errors).toBeUndefined();
});

test("the version of the contract, the documents, the origins and the rate are as the options say", async () => {
  const query = await started({
    services: "Services75",
    allowedOrigins: ["https://app.example"],
    requestsPerMinute: 2,
  });
  const { response, answer } = await query("{ allConnectors { name } }", { origin: "https://app.example" });
  expect(answer.errors?.[0]?.message).toContain('Cannot query field "allConnectors" on type "Query".');
  expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example");
  await query("{ __typename }");
  expect((await query("{ __typename }")).response.status).toBe(429);
  await server.close();
  const persisted = await started({ persistedDocuments: {} });
  expect((await persisted("{ __typename }")).answer.errors?.[0]?.message).toBe("PersistedQueryOnly");
});

test("a server that is told twice to stop does so once", async () => {
  const lines: string[] = [];
  await started({ log: createServerLog("info", { write: (line: string) => lines.push(line) }), shutdownDelayMs: 20 });
  await Promise.all([server.close(), server.close()]);
  const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message);
  expect(messages).toEqual(["listening", "stopping", "stopped"]);
});

test("a page of another site is nobody, though the browser is on this machine", async () => {
  const query = await started({});
  const key = "{ key(recordId: 0) { value } }";
  expect((await query(key)).answer).toEqual({ data: { key: null } });
  const { answer } = await query(key, { origin: "https://evil.example" });
  expect(answer.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
});

test("a HEAD of the endpoint, which programs that watch servers send, is no failure", async () => {
  await started({});
  const { status, headers } = await fetch(`${server.url}/graphql`, { method: "HEAD" });
  expect([status, headers.get("allow"), headers.has("x-request-id")]).toEqual([405, "GET, POST", true]);
});
