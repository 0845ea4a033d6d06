import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { appDefaults, defaultLimits } from "@superoffice-soap/graphql";
import { afterEach, expect, test } from "vitest";
import { type ServerOptions, serverDefaults } from "../src/configuration/server-options.ts";
import { type SettingName, settings } from "../src/configuration/settings.ts";
import { createServerLog } from "../src/observability/server-log.ts";
import { type RunningServer, startServer } from "../src/server.ts";

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

test("an option that is undefined is as if it were left out", async () => {
  const names = [...Object.keys(serverDefaults), ...Object.keys(appDefaults), "limits", "log", "behaviour"];
  const query = await started(Object.fromEntries(names.map((name) => [name, undefined])));
  expect((await query("{ __typename }")).answer).toEqual({ data: { __typename: "Query" } });
  await server.close();
  const limits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, undefined]));
  const limited = await started({ limits });
  expect((await limited("{ __typename }")).answer).toEqual({ data: { __typename: "Query" } });
});

test("a server that is told twice to stop does so once", async () => {
  const lines: string[] = [];
  await started({ log: createServerLog("info", { write: (line: string) => lines.push(line) }), shutdownDelayMs: 20 });
  await Promise.all([server.close(), server.close()]);
  const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message);
  expect(messages).toEqual(["listening", "stopping", "stopped"]);
});

test("a server that stops does not wait for connections on which nothing has come", async () => {
  await started({ shutdownTimeoutMs: 600_000 });
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  await once(socket, "connect");
  const ended = once(socket, "close");
  await server.close();
  await ended;
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

test.each([
  ["too long", { "content-type": "application/json", "content-length": "30000000" }, 1000, 413],
  ["too long, in chunks", { "content-type": "application/json" }, 1000, 413],
  ["no JSON", { "content-type": "text/plain", "content-length": "30000000" }, 30_000_000, 415],
])(
  "a body that is %s is refused before it has come, on a connection that nobody uses again",
  async (_, headers, maxBodyBytes, status) => {
    await started({ limits: { maxBodyBytes } });
    const outgoing = request(`${server.url}/graphql`, { method: "POST", headers });
    const answered = once(outgoing, "response");
    // The server takes the bytes after its response, and drops them.
    for (let sent = 0; sent < 3; sent++)
      await new Promise((resolve) => outgoing.write(Buffer.alloc(10_000_000), resolve));
    outgoing.end();
    const [response] = (await answered) as [IncomingMessage];
    expect([response.statusCode, response.headers.connection]).toEqual([status, "close"]);
    const [error] = JSON.parse(await text(response)).errors;
    expect(error.extensions.code).toBe(status === 413 ? "BODY_TOO_LARGE" : "UNSUPPORTED_MEDIA_TYPE");
  },
);

test("an upstream's answer may have as many bytes as the options say", async () => {
  const length = 3000;
  const upstream = createServer({ keepAliveTimeout: 0 }, (_request, response) => {
    const answer = `<GetKeyValueResponse xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88"><Response>${"x".repeat(length)}</Response></GetKeyValueResponse>`;
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${answer}</s:Body></s:Envelope>`,
    );
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const address = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/Remote`;
  const key = '{ keyValue(applicationName: "a", deviceName: "d", keyName: "k", tableName: "contact", recordId: 2) }';
  const credentials = { authorization: "SOTicket 7T:any" };
  const wide = await started({ upstream: address, maxResponseBytes: 2 * length });
  expect((await wide(key, credentials)).answer).toEqual({ data: { keyValue: "x".repeat(length) } });
  await server.close();
  const narrow = await started({ upstream: address, maxResponseBytes: length, log: createServerLog("silent") });
  const { answer } = await narrow(key, credentials);
  expect(answer.errors).toMatchObject([{ extensions: { code: "UPSTREAM_INVALID", reason: "response_too_large" } }]);
  upstream.close();
});

test("each default is what the option's description says, in the app, the server and the settings alike", () => {
  const described = ["../../graphql/src/app-options.ts", "configuration/server-options.ts"].flatMap((name) => [
    ...readFileSync(new URL(`../src/${name}`, import.meta.url), "utf8").matchAll(
      /@default "?(\w+)(?:(?!\*\/)[\s\S])*\*\/\s+readonly (\w+)\?:/g,
    ),
  ]);
  const byName = new Map(described.map(([, value = "", name = ""]) => [name, value]));
  const defaults = { ...appDefaults, ...serverDefaults };
  const spelled = Object.entries(defaults).map(([name, value]) => [name, Array.isArray(value) ? "none" : `${value}`]);
  expect(spelled.map(([name = ""]) => [name, byName.get(name)])).toEqual(spelled);
  for (const [name, value] of Object.entries(defaults)) {
    if (name in settings) expect([name, settings[name as SettingName].default]).toEqual([name, value]);
  }
});
