import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { deflateSync, gzipSync } from "node:zlib";
import { namespaceOf } from "@superoffice-soap/schema";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createServerLog } from "../../src/observability/server-log.ts";
import { type RunningServer, startServer } from "../../src/server.ts";

const lines: string[] = [];
const log = createServerLog("debug", { write: (line: string) => lines.push(line) });
const options = { host: "127.0.0.1", port: 0, services: "Services88", log } as const;
const svc = "/Remote/Services88/ForeignSystem.svc";

// A web server that does not know SOAP.
const page = createServer({ keepAliveTimeout: 0 }, (_, response) =>
  response.writeHead(404, { "content-type": "text/html" }).end("<html>"),
);
let embedded: RunningServer;
let gateway: RunningServer;

beforeAll(async () => {
  page.listen(0, "127.0.0.1");
  await once(page, "listening");
  const upstream = `http://127.0.0.1:${(page.address() as AddressInfo).port}/Remote`;
  embedded = await startServer({
    ...options,
    store: ":memory:",
    production: false,
    metricsFor: "local",
    allowedOrigins: ["https://*.app.example"],
  });
  gateway = await startServer({
    ...options,
    store: "",
    production: true,
    tenants: { CustA: { upstream }, CustB: { upstream } },
  });
});

afterAll(async () => {
  await Promise.all([embedded.close(), gateway.close()]);
  page.close();
});

beforeEach(() => {
  lines.length = 0;
});

/** Sends bytes as they are, and returns all that comes back until the connection ends. */
async function exchange({ url }: RunningServer, sent: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let received = "";
  socket.setEncoding("utf8").on("data", (text) => {
    received += text;
  });
  socket.write(sent);
  await once(socket, "close");
  return received;
}

function get(target: string, { host = "127.0.0.1", version = "1.1", fields = "" } = {}): string {
  return `GET ${target} HTTP/${version}\r\nHost: ${host}\r\n${fields}Connection: close\r\n\r\n`;
}

function faults(): unknown[] {
  return lines.map((line) => JSON.parse(line)).filter(({ level }) => level === "error");
}

test.each([
  "/CustA/../CustB/graphql?query={__typename}",
  "/CustA/%2e%2E/CustB/graphql?query={__typename}",
  "/CustA/.%2e/CustB/graphql?query={__typename}",
  "/./CustB/graphql?query={__typename}",
  "http://127.0.0.1/CustA/../CustB/graphql?query={__typename}",
  "/CustA\\..\\CustB\\graphql?query={__typename}",
])("a path in which a server in front may see another tenant than this one is refused: %s", async (target) => {
  expect(await exchange(gateway, get(target))).toMatch(/^HTTP\/1\.1 400 /);
});

test("dots elsewhere are no fault", async () => {
  expect(await exchange(gateway, get("/CustB/graphql?query={__typename}&variables=null&x=/../"))).toMatch(
    /^HTTP\/1\.1 200 /,
  );
});

test("a target that names another host than the Host field is refused, and one that names the same is not", async () => {
  const target = `http://evil.example${svc}?wsdl`;
  const refused = await exchange(embedded, get(target, { host: "127.0.0.1" }));
  expect(refused).toMatch(/^HTTP\/1\.1 400 /);
  expect(refused).not.toContain("evil.example");
  const answered = await exchange(embedded, get(`http://soap.example${svc}?wsdl`, { host: "soap.example" }));
  expect(answered).toContain(`location="http://soap.example${svc}"`);
});

test("no cache keeps what follows the Host field of one client, unless the addresses are the server's own", async () => {
  for (const path of [`${svc}?wsdl`, svc, "/Remote/"]) {
    expect((await fetch(embedded.url + path)).headers.get("cache-control")).toBe("no-store");
  }
  const named = await startServer({
    ...options,
    store: ":memory:",
    production: false,
    publicUrl: "https://soap.example",
  });
  const { headers } = await fetch(`${named.url}${svc}?wsdl`);
  await named.close();
  expect(headers.get("cache-control")).toBe("public, max-age=300");
});

test("no answer is kept by a cache or taken for another media type", async () => {
  const json = { "content-type": "application/json" };
  const xml = { "content-type": "text/xml" };
  const answers = await Promise.all([
    fetch(`${embedded.url}/graphql`, { method: "POST", headers: json, body: '{"query":"{__typename}"}' }),
    fetch(`${embedded.url}/graphql`, { method: "POST", headers: json, body: "no" }),
    fetch(`${embedded.url}/graphql?query={__typename}`),
    fetch(`${embedded.url}${svc}`, { method: "POST", headers: xml, body: "<a/>" }),
    fetch(`${embedded.url}/nowhere`),
    fetch(`${embedded.url}/healthz`),
    fetch(`${embedded.url}/graphql`, { headers: { accept: "text/html" } }),
  ]);
  for (const { url, status, headers } of answers) {
    expect([url, status, headers.get("x-content-type-options"), headers.get("cache-control")]).toEqual([
      url,
      status,
      "nosniff",
      expect.stringMatching(/^no-(?:store|cache)/),
    ]);
  }
});

test("a page that is not there does not say what was asked for", async () => {
  for (const path of ["/Remote/Services88/%3Cscript%3Ealert(1)%3C%2Fscript%3E.svc", "/Remote/%3Cscript%3E/"]) {
    const response = await fetch(embedded.url + path);
    expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining("<script")]);
  }
});

test("an Accept of thousands of characters is refused before it is read", async () => {
  const asked = (accept: string) => fetch(`${embedded.url}/graphql?query={__typename}`, { headers: { accept } });
  const refused = await asked(`application/json${",".repeat(2000)}`);
  expect([refused.status, await refused.json()]).toMatchObject([
    431,
    { errors: [{ extensions: { code: "BAD_REQUEST" } }] },
  ]);
  expect((await asked(`application/json${",".repeat(1900)}`)).status).toBe(200);
});

test("what nginx passes on, in HTTP/1.0 and to the server's own address, is no local caller's", async () => {
  const metrics = (version: string) =>
    exchange(embedded, get("/metrics", { version, host: new URL(embedded.url).host }));
  expect(await metrics("1.1")).toContain("200 OK");
  expect(await metrics("1.0")).toContain("404 Not Found");
  const target = "/graphql?query={allConnectors{name}}";
  const asked = (version: string) => exchange(embedded, get(target, { version, host: new URL(embedded.url).host }));
  expect(await asked("1.1")).toContain('"data":{"allConnectors":');
  expect(await asked("1.0")).toContain("UNAUTHENTICATED");
});

test("a tenant's path may be in any case", async () => {
  for (const tenant of ["CustA", "custa", "CUSTA"]) {
    const graphql = await fetch(`${gateway.url}/${tenant}/graphql?query={__typename}`);
    expect(await graphql.json()).toEqual({ data: { __typename: "Query" } });
    const json = { "content-type": "application/json" };
    const posted = await fetch(`${gateway.url}/${tenant}/graphql`, {
      method: "POST",
      headers: json,
      body: '{"query":"{__typename}"}',
    });
    expect(await posted.json()).toEqual({ data: { __typename: "Query" } });
    const wsdl = await fetch(`${gateway.url}/${tenant}/remote/services88/foreignsystem.svc?wsdl`);
    expect(await wsdl.text()).toContain(`location="${gateway.url}/${tenant}/Remote/Services88/ForeignSystem.svc"`);
  }
});

test("pages of allowed origins may call the SOAP endpoint too", async () => {
  const asked = {
    origin: "https://crm.app.example",
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,soapaction",
  };
  for (const path of [svc, "/remote/services88/foreignsystem.svc", "/graphql"]) {
    const preflight = await fetch(embedded.url + path, { method: "OPTIONS", headers: asked });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": "https://crm.app.example",
      "access-control-allow-headers": "content-type,soapaction",
      "access-control-allow-methods": "GET,POST",
    });
    const other = await fetch(embedded.url + path, {
      method: "OPTIONS",
      headers: { ...asked, origin: "https://app.example" },
    });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  }
  const headers = { origin: "https://crm.app.example", "content-type": "text/xml", soapaction: "" };
  const answered = await fetch(embedded.url + svc, { method: "POST", headers, body: "<a/>" });
  expect(answered.headers.get("access-control-allow-origin")).toBe("https://crm.app.example");
  expect(answered.headers.get("access-control-expose-headers")).toBe("retry-after,x-request-id");
});

test("a call that the upstream does not answer is a warning, and no fault of this server", async () => {
  const body =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
    `<GetAllConnectors xmlns="${namespaceOf("Services88")}"/></s:Body></s:Envelope>`;
  const headers = { "content-type": "text/xml", soapaction: `"${namespaceOf("Services88")}/ErpSync/GetAllConnectors"` };
  const url = `${gateway.url}/CustA/Remote/Services88/ErpSync.svc`;
  const text = await (await fetch(url, { method: "POST", headers, body })).text();
  expect(text).toContain("System.ServiceModel.CommunicationException");
  expect(lines.map((line) => JSON.parse(line)).filter(({ level }) => level === "warn")).toHaveLength(1);
  expect(faults()).toEqual([]);
});

test.each([
  ["GraphQL", "/graphql", "application/json", '{"query":'],
  ["GraphQL, in chunks", "/graphql", "application/json", undefined],
  ["SOAP", svc, "text/xml", "<s:Envelope"],
])("a client that leaves in the middle of what it sends by %s is no fault", async (_, path, type, body) => {
  const socket = connect(Number(new URL(embedded.url).port), "127.0.0.1");
  const length = body === undefined ? "Transfer-Encoding: chunked" : "Content-Length: 500";
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  // By now the server has the request's head.
  await once(socket, "data");
  await new Promise<void>((resolve) => socket.write(body ?? "5\r\nabcde\r\n", () => resolve()));
  socket.destroy();
  await vi.waitFor(() => expect(lines.join("")).toContain('"message":"request"'), { timeout: 20_000 });
  expect(faults()).toEqual([]);
});

const encoded = (body: Uint8Array<ArrayBuffer> | string, coding: string) =>
  fetch(`${embedded.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "content-encoding": coding },
    body,
  });

test("a packed GraphQL request is unpacked, and the name of a charset packs nothing", async () => {
  const body = JSON.stringify({ query: "{ __typename }", extensions: { padding: "x".repeat(100_000) } });
  const packed = [
    await encoded(new Uint8Array(gzipSync(body)), "gzip"),
    await encoded(new Uint8Array(deflateSync(body)), "deflate"),
    await encoded(body, "UTF-8"),
    await encoded(body, "none"),
  ];
  for (const response of packed) expect(await response.json()).toEqual({ data: { __typename: "Query" } });
});

test("one that is packed in another way is refused with what is taken", async () => {
  const response = await encoded("{}", "br");
  expect([response.status, response.headers.get("accept-encoding"), await response.json()]).toMatchObject([
    415,
    "gzip, deflate, identity",
    { errors: [{ extensions: { code: "UNSUPPORTED_MEDIA_TYPE" } }] },
  ]);
});

test("one that is not packed as it says is refused", async () => {
  expect((await encoded("{}", "gzip")).status).toBe(400);
});

test("a large GraphQL request is taken with a good ticket alone", async () => {
  const query = `{ __typename } # ${"x".repeat(300_000)}`;
  const asked = async (authorization: string) => {
    const headers = { "content-type": "application/json", authorization };
    const response = await fetch(`${embedded.url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query }),
    });
    return { status: response.status, answer: await response.json() };
  };
  const signIn = 'mutation { authenticateUsernamePassword(userName: "ADM0", password: "") { credentials { ticket } } }';
  const signedIn = await encoded(JSON.stringify({ query: signIn }), "identity");
  const { data } = (await signedIn.json()) as {
    data: { authenticateUsernamePassword: { credentials: { ticket: string } } };
  };
  const { ticket } = data.authenticateUsernamePassword.credentials;
  expect(await asked(`SOTicket ${ticket}`)).toEqual({ status: 200, answer: { data: { __typename: "Query" } } });
  expect(await asked("SOTicket 7T:made-up")).toMatchObject({
    status: 413,
    answer: { errors: [{ extensions: { code: "BODY_TOO_LARGE" } }] },
  });
});
