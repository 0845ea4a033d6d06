import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { upstreamFailureOf } from "../../src/backends/upstream-advice.ts";
import type { ServerOptions } from "../../src/configuration/server-options.ts";
import { createServerLog } from "../../src/observability/server-log.ts";
import { type RunningServer, startServer } from "../../src/server.ts";

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Starts a server whose log is kept as the lines that it writes. */
async function started(options: Partial<ServerOptions> = {}) {
  const lines: string[] = [];
  const log = createServerLog("debug", { write: (line: string) => lines.push(line) });
  const where = { host: "127.0.0.1", port: 0, store: ":memory:" };
  const { url } = await startServer({ ...where, services: "Services88", production: false, log, ...options }).then(
    (running) => {
      server = running;
      return running;
    },
  );
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  const query = (source: string, headers: Record<string, string> = {}) =>
    post("/graphql", JSON.stringify({ query: source }), headers);
  const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  return { url, post, query, lines, logged, metrics };
}

const key = "query Lookup { key(recordId: 0) { value } }";

describe("the log", () => {
  test("has a JSON line for each request, with the id that the answer bears", async () => {
    const { query, logged } = await started();
    const given = await query(key, { "x-request-id": "caller-17" });
    expect(given.headers.get("x-request-id")).toBe("caller-17");
    const made = await query(key, { "x-request-id": "7T:ticket" });
    expect(made.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    const requests = logged().filter(({ message }) => message === "request");
    expect(requests.map(({ requestId }) => requestId)).toEqual(["caller-17", made.headers.get("x-request-id")]);
    expect(requests[0]).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      requestId: "caller-17",
      method: "POST",
      route: "/graphql",
      status: 200,
      durationMs: expect.any(Number),
      peer: "127.0.0.1",
      operationName: "Lookup",
      message: "request",
    });
  });

  test("takes health checks for details, and paths that are none of the server's for one", async () => {
    const { url, logged } = await started();
    for (const path of ["/healthz", "/readyz", "/metrics", "/remote/SERVICES88/foreignsystem.svc", "/wp-login.php"]) {
      await (await fetch(`${url}${path}`)).text();
    }
    const requests = logged().filter(({ message }) => message === "request");
    expect(requests.map(({ level, route, status }) => [level, route, status])).toEqual([
      ["debug", "/healthz", 200],
      ["debug", "/readyz", 200],
      ["debug", "/metrics", 200],
      ["info", "/Remote/Services88/ForeignSystem.svc", 200],
      ["info", "other", 404],
    ]);
  });

  test("says what was wrong with an upstream, which callers are not told, and nothing of what it sent", async () => {
    const upstream = createServer({ keepAliveTimeout: 0 }, (_request, response) => {
      const value = "<Response><RecordId>SecretValue</RecordId></Response>";
      const body = `<GetKeyResponse xmlns="http://www.superoffice.net/ws/crm/NetServer/Services88">${value}</GetKeyResponse>`;
      response.writeHead(200, { "content-type": "text/xml" });
      response.end(
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`,
      );
    }).listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    const { query, logged, lines } = await started({ upstream: `http://127.0.0.1:${port}/Remote` });
    await query(key, { authorization: "SOTicket 7T:SecretTicket" });
    upstream.close();
    await query(key, { authorization: "SOTicket 7T:SecretTicket" });
    const call = { level: "warn", agent: "ForeignSystem", operation: "GetKey", requestId: expect.any(String) };
    expect(logged().filter(({ message }) => message === "no answer from NetServer")).toMatchObject([
      {
        ...call,
        type: "DecodeError",
        code: "value_invalid",
        path: "Body/GetKeyResponse/Response/RecordId",
        line: 1,
        column: expect.any(Number),
      },
      { ...call, type: "TransportError", code: "unreachable", cause: "ECONNREFUSED" },
    ]);
    expect(lines.join("")).not.toContain("Secret");
  });

  test.each([
    ["", 404, "The address usually ends in /Remote, and this one does not."],
    ["/SuperOffice/", 302, "The address usually ends in /Remote, and this one does not."],
    ["/Remote/Services88/ForeignSystem.svc", 405, "The address must end before the version, usually in /Remote."],
    [
      "/remote",
      404,
      "The address ends in /Remote, as it usually does: is it the right one, and does it serve Services88?",
    ],
    ["/login", 200, "The address usually ends in /Remote, and this one does not."],
    ["/Remote", 503, undefined],
  ])("says of an upstream at %j that sends a page with HTTP %i what to look at", async (path, status, advice) => {
    const upstream = createServer({ keepAliveTimeout: 0 }, (_request, response) => {
      response.writeHead(status, { "content-type": "text/html" });
      response.end("<!DOCTYPE html><html><body>Secret page</body></html>");
    }).listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}`;
    const { query, logged, lines } = await started({ upstream: `${address}${path}` });
    const answer = await (await query(key, { authorization: "SOTicket 7T:SecretTicket" })).text();
    upstream.close();
    const [failure] = logged().filter(({ message }) => message === "no answer from NetServer");
    const what =
      status === 200
        ? "A page such as HTML came instead of SOAP."
        : `HTTP ${status} came instead of SOAP, so there may be no NetServer.`;
    const url = `${address}${path.replace(/\/$/, "")}/Services88/ForeignSystem.svc`;
    expect(failure).toMatchObject({ level: "warn", agent: "ForeignSystem", operation: "GetKey", url });
    expect(failure?.advice).toBe(advice && `${what} ${advice}`);
    expect(lines.join("")).not.toContain("Secret");
    // Callers must not learn where NetServer is.
    expect(answer).not.toContain(`${port}`);
    expect(answer).toContain("UPSTREAM_");
  });

  test("says of an upstream that sends MTOM what to look at, and callers of the server are told less", async () => {
    const upstream = createServer((_request, response) => {
      response
        .writeHead(200, { "content-type": 'multipart/related; type="application/xop+xml"' })
        .end("--b\r\n\r\n--b--");
    }).listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    const { query, logged } = await started({ upstream: `http://127.0.0.1:${port}/Remote` });
    await query(key, { authorization: "SOTicket 7T:SecretTicket" });
    upstream.close();
    expect(logged().find(({ message }) => message === "no answer from NetServer")).toMatchObject({
      cause: "ERR_MTOM",
      advice: "MTOM came instead of SOAP: switch it off on the service (messageEncoding Text in its binding).",
    });
  });

  test("calls an upstream through the proxy that is set, as the User-Agent that is set", async () => {
    const requests: unknown[] = [];
    const proxy = createServer(({ method, url, headers }, response) => {
      requests.push([method, url, headers["user-agent"], headers["proxy-authorization"]]);
      response.writeHead(407).end("<p>Sign in");
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { port } = proxy.address() as AddressInfo;
    const settings = { proxy: `http://ann:SecretWord@127.0.0.1:${port}`, userAgent: "ERP-Sync/2.1" };
    const { query, lines } = await started({ upstream: "http://crm.example.com/Remote", ...settings });
    await query(key, { authorization: "SOTicket 7T:SecretTicket" });
    proxy.close();
    const target = "http://crm.example.com/Remote/Services88/ForeignSystem.svc";
    expect(requests).toEqual([["POST", target, "ERP-Sync/2.1", `Basic ${btoa("ann:SecretWord")}`]]);
    expect(lines.join("")).not.toContain("Secret");
  });

  test("says of an upstream at https:// that speaks no TLS what to look at", async () => {
    const upstream = createServer().listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    const { query, logged } = await started({ upstream: `https://127.0.0.1:${port}/Remote` });
    await query(key, { authorization: "SOTicket 7T:SecretTicket" });
    upstream.close();
    expect(logged().find(({ message }) => message === "no answer from NetServer")).toMatchObject({
      cause: "ERR_SSL_WRONG_VERSION_NUMBER",
      advice: "No TLS is spoken at this address: should it begin with http:// or have another port?",
    });
  });

  test.each([
    ["DEPTH_ZERO_SELF_SIGNED_CERT", expect.stringContaining("NODE_EXTRA_CA_CERTS")],
    ["ERR_PROXY", expect.stringContaining("HTTPS_PROXY")],
    ["ECONNREFUSED", undefined],
  ])("has advice on the cause %s where it does not tell enough", (cause, advice) => {
    const failure = { agent: "ForeignSystem", operation: "GetKey", type: "TransportError", code: "unreachable", cause };
    const upstream = { url: "https://crm.example/Remote", services: "Services88" } as const;
    expect(upstreamFailureOf(failure, upstream).advice).toEqual(advice);
  });

  test("redacts what must not be in it, should somebody log that one day", async () => {
    const lines: string[] = [];
    const log = createServerLog("info", { write: (line: string) => lines.push(line) });
    // An entry with more than its type allows.
    const entry = {
      requestId: "caller-17",
      method: "GET",
      route: "/",
      status: 200,
      durationMs: 1,
      headers: { cookie: "hush" },
      ticket: "hush",
    };
    log.request(entry, false);
    log.request(Object.assign({ call: { password: "hush", token: "hush" } }, entry), false);
    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toContain("hush");
  });
});

const secrets = ["7T:SecretTicket", "8A:SecretAccessToken", "hunter2", "SecretApplicationToken", "SecretValue"];

test("no secret of a request is in the log, in metrics, or in an error, however it went", async () => {
  const { url, post, query, lines, metrics } = await started();
  const [ticket, accessToken, password, applicationToken, value] = secrets;
  const save = `mutation { saveForeignKey(foreignKey: { key: "k", value: "${value}" }) { key } }`;
  const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><Credentials xmlns="${tns}"><Ticket>${ticket}</Ticket></Credentials>
    <ApplicationToken xmlns="${tns}">${applicationToken}</ApplicationToken></s:Header>`;
  const answers = [
    await query(save, { authorization: `SOTicket ${ticket}`, "so-apptoken": `${applicationToken}` }),
    await query(save, { authorization: `Bearer ${accessToken}` }),
    await query(save, { authorization: `Basic ${password}` }),
    await query(
      `mutation { authenticateUsernamePassword(userName: "x", password: "${password}") { credentials { ticket } } }`,
    ),
    await query(`{ ${password}`, { authorization: `SOTicket ${ticket}` }),
    await post("/graphql", `{"query": "${ticket} ${value}`),
    await post("/graphql", `password=${password}`, { "content-type": "application/x-www-form-urlencoded" }),
    await fetch(`${url}/graphql?query=${encodeURIComponent(key)}&variables={"p":"${password}"}`),
    await fetch(`${url}/${ticket}/${password}?token=${accessToken}`, { headers: { "x-request-id": `${ticket}` } }),
    await post(
      "/Remote/Services88/ForeignSystem.svc",
      `${envelope}<s:Body><GetKey xmlns="${tns}"/></s:Body></s:Envelope>`,
    ),
    await post("/Remote/Services88/ForeignSystem.svc", `${envelope}<s:Body><GetKey>${value}`),
    await post(`/Remote/Services88/${ticket}.svc`, "x", { soapaction: `${accessToken}` }),
  ];
  await Promise.all(answers.map((answer) => answer.text()));
  expect(lines.filter((line) => line.includes('"message":"request"'))).toHaveLength(answers.length);
  const written = `${lines.join("")}${await metrics()}`;
  for (const secret of secrets) expect(written).not.toContain(secret.replace(/^..:/, ""));
});

describe("/metrics", () => {
  test("tells requests and calls apart by names of the contract", async () => {
    const { query, metrics } = await started();
    await query(key);
    await query(key, { authorization: "SOTicket 7T:unknown" });
    const page = await metrics();
    expect(page).toContain(
      'superoffice_soap_http_request_duration_seconds_count{method="POST",route="/graphql",status="200"} 2',
    );
    const calls = "superoffice_soap_netserver_call_duration_seconds_count";
    expect(page).toContain(`${calls}{agent="ForeignSystem",operation="GetKey",outcome="ok"} 1`);
    expect(page).toContain(`${calls}{agent="ForeignSystem",operation="GetKey",outcome="refused"} 1`);
    expect(page).toContain("superoffice_soap_http_requests_under_way 1");
    expect(page).toContain("process_resident_memory_bytes");
  });

  test("is for programs on this machine, for everybody, or for nobody", async () => {
    const statusFor = async (metricsFor: "local" | "all" | "off", headers: Record<string, string>) => {
      const { url } = await started({ metricsFor });
      const { status } = await fetch(`${url}/metrics`, { headers });
      await server?.close();
      server = undefined;
      return status;
    };
    const through = { "x-forwarded-for": "192.0.2.1" };
    expect(await statusFor("local", {})).toBe(200);
    expect(await statusFor("local", through)).toBe(404);
    expect(await statusFor("all", through)).toBe(200);
    expect(await statusFor("off", {})).toBe(404);
  });
});

describe("requests in a minute", () => {
  test("are counted by address, whatever credentials a caller makes up, and over SOAP too", async () => {
    const { query, post, url } = await started({ requestsPerMinute: 2, requestsPerAddress: 4 });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await query(key, { authorization: `SOTicket 7T:${n}` })).status);
    expect(statuses).toEqual([200, 200, 200, 200]);
    const refused = await query(key, { authorization: "SOTicket 7T:another" });
    expect([refused.status, Number(refused.headers.get("retry-after")) > 50]).toEqual([429, true]);
    const overSoap = await post("/REMOTE/Services88/SoPrincipal.svc", "");
    expect([overSoap.status, overSoap.headers.get("content-type")]).toEqual([429, "text/plain; charset=UTF-8"]);
    expect(await overSoap.text()).toBe("More than 4 requests in a minute.\n");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test("are refused so that a page can read it, and asking whether it may call is none", async () => {
    const allowedOrigins = ["https://app.example"];
    const { query, url } = await started({ requestsPerAddress: 2, allowedOrigins });
    const origin = { origin: "https://app.example" };
    const asked = { ...origin, "access-control-request-method": "POST" };
    const preflight = () => fetch(`${url}/graphql`, { method: "OPTIONS", headers: asked });
    for (let n = 0; n < 3; n++) expect((await preflight()).status).toBe(204);
    for (let n = 0; n < 2; n++) expect((await query(key, origin)).status).toBe(200);
    const refused = await query(key, origin);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
    expect((await preflight()).status).toBe(204);
  });

  test("are those of whoever is behind a proxy that is trusted, and of the proxy where it is not", async () => {
    const behind = await started({ requestsPerMinute: 1, trustedProxies: ["127.0.0.0/8"] });
    const from = async (address: string) => (await behind.query(key, { "x-forwarded-for": address })).status;
    expect([await from("192.0.2.1"), await from("192.0.2.2"), await from("192.0.2.1")]).toEqual([200, 200, 429]);
    // A caller with an IPv6 address has a whole network of them.
    expect(await from("2001:db8:1:1::1")).toBe(200);
    expect([await from("2001:db8:1:1:9::2"), await from("2001:db8:1:2::1")]).toEqual([429, 200]);
    // The part that the caller wrote, before the proxy's, changes nothing.
    expect(await from("192.0.2.77, 192.0.2.1")).toBe(429);
    await server?.close();
    const open = await started({ requestsPerMinute: 1 });
    const lying = async (address: string) => (await open.query(key, { "x-forwarded-for": address })).status;
    expect([await lying("192.0.2.1"), await lying("192.0.2.2")]).toEqual([200, 429]);
  });
});

test("sizes and pages of other origins are limited as the options say", async () => {
  const options = { limits: { maxBodyBytes: 500 }, maxSoapBytes: 500, allowedOrigins: ["*"], corsMaxAgeSeconds: 60 };
  const { query, post, url } = await started(options);
  expect((await query(`# ${"x".repeat(500)}\n${key}`)).status).toBe(413);
  const soap = await post("/Remote/Services88/ForeignSystem.svc", "x".repeat(501), { "content-type": "text/xml" });
  expect(soap.status).toBe(413);
  const asked = { origin: "https://any.example", "access-control-request-method": "POST" };
  const preflight = await fetch(`${url}/graphql`, { method: "OPTIONS", headers: asked });
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-max-age")).toBe("60");
  expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
});
