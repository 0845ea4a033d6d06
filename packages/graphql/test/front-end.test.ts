import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServerLog } from "../src/operation/server-log.ts";
import { type RunningServer, startServer } from "../src/server.ts";

const origin = "http://localhost:5173";
const named = "http://localhost:3000";
const settings = { store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0 } as const;

let server: RunningServer;
const warnings: string[] = [];

beforeAll(async () => {
  const log = { ...createServerLog("silent"), warning: (sentence: string) => void warnings.push(sentence) };
  server = await startServer({ ...settings, production: false, allowedOrigins: [named], log });
});
afterAll(() => server.close());

/** Sends a request with any header, as proxies and browsers do; `fetch` keeps some for itself. */
function send(method: string, headers: Record<string, string>, query?: string, path = "/graphql"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { ...(query !== undefined && { "content-type": "application/json" }), ...headers };
    const sent = request(`${server.url}${path}`, { method, headers: all }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, headers: response.headers, body }), reject);
    });
    sent.once("error", reject);
    sent.end(query === undefined ? undefined : JSON.stringify({ query }));
  });
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const read = '{ foreignApp(name: "none") { name } }';
const signIn = (password: string) =>
  `mutation { authenticateUsernamePassword(userName: "ADM0", password: "${password}") { authenticationSucceeded } }`;
const answered = '{"data":{"foreignApp":null}}';

test("a development server that passes a page's requests on needs nothing more, as Vite's does with changeOrigin", async () => {
  const proxied = { origin, "sec-fetch-site": "same-origin" };
  expect((await send("POST", proxied, read)).body).toBe(answered);
  expect((await send("POST", { ...proxied, host: "localhost:5173" }, read)).body).toBe(answered);
});

test("a page of a named origin signs in, directly and through a proxy that says where it came from", async () => {
  const direct = await send("POST", { origin: named, "sec-fetch-site": "same-site" }, read);
  expect([direct.body, direct.headers["access-control-allow-origin"]]).toEqual([answered, named]);
  const forwarded = {
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": "localhost:3000",
    "x-forwarded-proto": "http",
  };
  expect((await send("POST", { origin: named, "sec-fetch-site": "same-origin", ...forwarded }, read)).body).toBe(
    answered,
  );
});

test("a caller who is not signed in is told why, and what to do; the log too, once", async () => {
  warnings.length = 0;
  const answer = await send("POST", { origin }, read);
  const [error] = JSON.parse(answer.body).errors;
  expect(error.extensions.code).toBe("UNAUTHENTICATED");
  const why =
    `The request may not sign in as ADM0 without a password, because it came from a page of "${origin}". Send a ticket, ` +
    `which a program on this machine gets by authenticateUsernamePassword, or start with --allow-origin ${origin}.`;
  expect(error.message).toBe(`The ticket is missing. ${why}`);
  await send("POST", { origin }, read);
  expect(warnings).toEqual([why]);
  expect((await send("POST", { "x-forwarded-for": "203.0.113.9" }, read)).body).toContain("the header x-forwarded-for");
  expect(warnings).toHaveLength(2);
});

test("the log tells why a blank password was refused; the answer stays the same, and other failures are not told", async () => {
  warnings.length = 0;
  const refused = '{"data":{"authenticateUsernamePassword":{"authenticationSucceeded":false}}}';
  const from = { "x-forwarded-host": "crm.test" };
  expect((await send("POST", from, signIn("wrong"))).body).toBe(refused);
  expect(warnings).toEqual([]);
  expect((await send("POST", from, signIn(""))).body).toBe(refused);
  expect(warnings).toEqual([expect.stringContaining("because it has the header x-forwarded-host, which proxies add")]);
});

test("a page that may not call is told how it may, in the answer to its browser and in the log, once", async () => {
  warnings.length = 0;
  const preflight = { origin, "access-control-request-method": "POST" };
  for (const path of ["/graphql", "/Remote/Services88/ForeignSystem.svc"]) {
    const answer = await send("OPTIONS", preflight, undefined, path);
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    expect(JSON.parse(answer.body).errors[0].message).toContain(`--allow-origin ${origin}`);
  }
  expect(warnings).toEqual([expect.stringContaining(`A page of ${origin} may not call (CORS)`)]);
  const allowed = await send("OPTIONS", { ...preflight, origin: named });
  expect([allowed.status, allowed.headers["access-control-allow-origin"]]).toEqual([204, named]);
});

test("hints are bounded, however many origins somebody makes up", async () => {
  warnings.length = 0;
  for (let port = 1; port <= 120; port++) {
    await send("OPTIONS", { origin: `http://localhost:${port}`, "access-control-request-method": "POST" });
  }
  expect(warnings.length).toBeLessThanOrEqual(100);
});
