import { request } from "node:http";
import { text } from "node:stream/consumers";
import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import type { SoExceptionInfo } from "@superoffice-soap/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServerLog } from "../src/observability/server-log.ts";
import { type RunningServer, startServer } from "../src/server.ts";

const origin = "http://localhost:5173";
const named = "http://localhost:3000";
const settings = { store: ":memory:", services: "Services88", host: "127.0.0.1", port: 0 } as const;

let server: RunningServer;
let inProduction: RunningServer;
const warnings: string[] = [];

beforeAll(async () => {
  const log = { ...createServerLog("silent"), warning: (sentence: string) => void warnings.push(sentence) };
  const open = { ...settings, allowedOrigins: [named], log };
  server = await startServer({ ...open, production: false });
  inProduction = await startServer({ ...open, production: true });
});
afterAll(() => Promise.all([server.close(), inProduction.close()]));

/** Sends a request with any header, as proxies and browsers do; `fetch` does not let its callers set some. */
function exchange(url: string, method: string, headers: Record<string, string>, sentBody?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, headers: response.headers, body }), reject);
    });
    sent.once("error", reject);
    sent.end(sentBody);
  });
}

function send(method: string, headers: Record<string, string>, query?: string, path = "/graphql"): Promise<Answer> {
  const all = { ...(query !== undefined && { "content-type": "application/json" }), ...headers };
  return exchange(`${server.url}${path}`, method, all, query === undefined ? undefined : JSON.stringify({ query }));
}

/** Signs in over SOAP, as the demo user without a password unless told otherwise. */
async function signInBySoap(
  headers: Record<string, string>,
  { input = { UserName: "ADM0", Password: "" }, operation = "AuthenticateUsernamePassword", at = server }: SignIn = {},
) {
  const target = { services: "Services88", agent: "SoPrincipal", operation } as const;
  const body = encodeRequest({ ...target, input });
  const all = { "content-type": "text/xml; charset=utf-8", ...headers };
  const answer = await exchange(`${at.url}/Remote/Services88/SoPrincipal.svc`, "POST", all, body);
  const message = decodeMessage(answer.body, { expect: target });
  if (message.kind !== "response") throw new Error(`It is a ${message.kind}.`);
  // The contract has these blocks in every answer.
  const { Succeeded, ExceptionInfo } = message.headers as { Succeeded?: boolean; ExceptionInfo?: SoExceptionInfo };
  const signedIn = message.value.AuthenticationSucceeded;
  return { ...answer, signedIn, succeeded: Succeeded, why: ExceptionInfo?.Message };
}

interface SignIn {
  readonly operation?: "AuthenticateUsernamePassword" | "AuthenticateGeneric";
  readonly input?: object;
  readonly at?: RunningServer;
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

describe("over SOAP", () => {
  const hint = (why: string) => `The request may not sign in as ADM0 without a password, because ${why}`;
  const fromPage = hint(
    `it came from a page of "${origin}". Send a ticket, which a program on this machine gets by ` +
      `AuthenticateUsernamePassword, or start with --allow-origin ${origin}.`,
  );

  test("a page of a named origin signs in, directly and through a proxy that says where it came from", async () => {
    warnings.length = 0;
    const direct = await signInBySoap({ origin: named, "sec-fetch-site": "same-site" });
    expect([direct.signedIn, direct.headers["access-control-allow-origin"]]).toEqual([true, named]);
    const forwarded = { "x-forwarded-for": "127.0.0.1", "x-forwarded-host": "localhost:3000" };
    expect((await signInBySoap({ origin: named, ...forwarded })).signedIn).toBe(true);
    expect((await signInBySoap({ origin, "sec-fetch-site": "same-origin" })).signedIn, "passed on").toBe(true);
    expect(warnings).toEqual([]);
  });

  test("a page of another origin is told why it is refused, and what to do; the log too, once", async () => {
    warnings.length = 0;
    const evidence = { AuthenticationData: { UserName: "ADM0", Password: "" } };
    for (const how of [{}, { operation: "AuthenticateGeneric", input: evidence } as const]) {
      expect(await signInBySoap({ origin }, how)).toMatchObject({ status: 200, succeeded: false, why: fromPage });
    }
    expect(warnings).toEqual([fromPage]);
  });

  test("a request of a named page that came from elsewhere is refused, and told why", async () => {
    const headers = { origin: named, "x-forwarded-for": "203.0.113.9" };
    const why = expect.stringContaining(hint("it has the header x-forwarded-for, which proxies add. "));
    expect(await signInBySoap(headers)).toMatchObject({ succeeded: false, why });
    const elsewhere = { origin: named, host: "crm.test" };
    expect((await signInBySoap(elsewhere)).why).toContain('because it was sent to the host "crm.test"');
  });

  test("what fails for another reason is answered as ever, and no ticket is told of", async () => {
    warnings.length = 0;
    const ticket = `7T:${Buffer.from("0".repeat(32), "utf16le").toString("base64")}`;
    for (const input of [
      { UserName: "ADM0", Password: "wrong" },
      { UserName: ticket, Password: "" },
    ]) {
      expect(await signInBySoap({ origin }, { input })).toMatchObject({ succeeded: true, signedIn: false });
    }
    expect(warnings).toEqual([]);
  });

  test("in production nobody signs in so, and nobody is told anything", async () => {
    warnings.length = 0;
    for (const from of [{ origin: named }, { origin, "x-forwarded-for": "203.0.113.9" }]) {
      const refused = await signInBySoap(from, { at: inProduction });
      expect(refused).toMatchObject({ succeeded: true, signedIn: false });
      expect(refused.body).not.toMatch(/origin|because|password/i);
    }
    expect(warnings).toEqual([]);
  });
});

test("where nobody signs in without a password, nobody is told from where it would do", async () => {
  warnings.length = 0;
  const log = { ...createServerLog("silent"), warning: (sentence: string) => void warnings.push(sentence) };
  const users = [{ name: "ann", password: "correct horse" }];
  const withUsers = await startServer({ ...settings, production: false, users, log });
  const headers = { origin, "content-type": "application/json" };
  const query = JSON.stringify({ query: signIn("") });
  const answer = await exchange(`${withUsers.url}/graphql`, "POST", headers, query);
  expect(answer.body).toBe('{"data":{"authenticateUsernamePassword":{"authenticationSucceeded":false}}}');
  expect(await signInBySoap({ origin }, { at: withUsers })).toMatchObject({ succeeded: true, signedIn: false });
  await withUsers.close();
  expect(warnings).toEqual([]);
});

test("hints are bounded, however many origins somebody makes up", async () => {
  warnings.length = 0;
  for (let port = 1; port <= 120; port++) {
    await send("OPTIONS", { origin: `http://localhost:${port}`, "access-control-request-method": "POST" });
  }
  expect(warnings.length).toBeLessThanOrEqual(100);
});
