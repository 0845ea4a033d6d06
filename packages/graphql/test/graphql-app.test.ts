import { setTimeout as pause } from "node:timers/promises";
import { NetServerError, type NetServerErrorDetails, SchemaError, TransportError } from "@superoffice-soap/schema";
import { describe, expect, test, vi } from "vitest";
import type { GraphQLAppOptions } from "../src/app-options.ts";
import { graphqlApp } from "../src/graphql-app.ts";
import { type Answers, recordingNetServer } from "./recording-netserver.ts";

interface Answer {
  readonly data?: { readonly key: { readonly value: string } | null };
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

const signedIn = { AuthenticationSucceeded: true, Credentials: { Ticket: "7T:signed-in" } };
const local = { host: "localhost:4000" };

function served(answers: Answers = {}, options: Partial<GraphQLAppOptions> = {}) {
  const netServer = recordingNetServer(answers);
  const app = graphqlApp({ netServer, ...options });
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    const response = await app.request("/graphql", {
      ...init,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as Answer) };
  };
  const query = (source: string, headers: Record<string, string> = {}) => post({ query: source }, headers);
  return { netServer, app, post, query };
}

const key = "{ key(recordId: 1) { value } }";

describe("who calls", () => {
  test("is the ticket and the application token of the request", async () => {
    const { netServer, query } = served();
    await query(key, { authorization: "SOTicket 7T:abc==", "so-apptoken": "secret" });
    expect(netServer.calls).toMatchObject([
      {
        operation: "GetKey",
        context: { services: "Services88", ticket: "7T:abc==", applicationToken: "secret", loopback: false },
      },
    ]);
  });

  test("is nobody without credentials", async () => {
    const { netServer, query } = served();
    await query(key);
    expect(netServer.calls[0]?.context).not.toHaveProperty("ticket");
  });

  test("is known by an access token, exchanged for a ticket once", async () => {
    const { netServer, query } = served({ AuthenticateWithAccessToken: signedIn });
    const bearer = { authorization: "Bearer 8A:Cust1.token" };
    await Promise.all([query(key, bearer), query(key, bearer)]);
    expect(netServer.calls.map(({ operation }) => operation)).toEqual([
      "AuthenticateWithAccessToken",
      "GetKey",
      "GetKey",
    ]);
    expect(netServer.calls[0]).toMatchObject({ input: { AccessToken: "8A:Cust1.token" } });
    expect(netServer.calls[2]?.context.ticket).toBe("7T:signed-in");
  });

  test("is signed in again, once for all requests that wait, when a kept ticket has run out", async () => {
    let sessions = 0;
    let valid = "7T:1";
    const { netServer, query } = served({
      AuthenticateWithAccessToken: () => ({ ...signedIn, Credentials: { Ticket: `7T:${++sessions}` } }),
      GetKey: (_input: unknown, { ticket }: { ticket?: string }) => {
        if (ticket === valid) return { Value: ticket };
        throw new NetServerError("gone", { exceptionType: "SuperOffice.Exceptions.SoSessionException" });
      },
    });
    const value = async () => (await query(key, { authorization: "Bearer 8A:x" })).data?.key?.value;
    expect(await value()).toBe("7T:1");
    valid = "7T:2";
    expect(await Promise.all([value(), value(), value()])).toEqual(["7T:2", "7T:2", "7T:2"]);
    expect(sessions).toBe(2);
    expect(netServer.calls.length).toBe(9);
  });

  test.each([
    ["Basic YTpi", "Authorization must be `SOTicket` and a ticket, or `Bearer` and an access token."],
    ["7T:abc", "Authorization must be `SOTicket` and a ticket, or `Bearer` and an access token."],
  ])("is refused with %s", async (authorization, message) => {
    const { netServer, query } = served();
    expect((await query(key, { authorization })).errors).toMatchObject([
      { message, extensions: { code: "UNAUTHENTICATED" } },
    ]);
    expect(netServer.calls).toEqual([]);
  });

  test("is refused with an access token that NetServer refuses, each time anew", async () => {
    const { netServer, query } = served({ AuthenticateWithAccessToken: { AuthenticationSucceeded: false } });
    for (const attempt of [1, 2]) {
      const { errors } = await query(key, { authorization: "Bearer 8A:old" });
      expect(errors).toMatchObject([{ message: "The access token is unknown or has expired.", path: ["key"] }]);
      expect(netServer.calls.length).toBe(attempt);
    }
  });
});

describe("the development user", () => {
  const options = (address: string | undefined) => ({
    developmentUser: { userName: "ADM0", password: "" },
    peerAddress: () => address,
  });
  const operations = async (address: string | undefined, headers: Record<string, string>) => {
    const { netServer, query } = served({ AuthenticateUsernamePassword: signedIn }, options(address));
    await query(key, headers);
    return netServer.calls.map(({ operation, context }) => [operation, context.loopback]);
  };
  const signsIn = [
    ["AuthenticateUsernamePassword", true],
    ["GetKey", true],
  ];

  test.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])(
    "stands in for a caller from %s",
    async (address) => {
      expect(await operations(address, local)).toEqual(signsIn);
    },
  );

  test("stands in for a page of this server", async () => {
    const page = { ...local, origin: "http://localhost:4000", "sec-fetch-site": "same-origin" };
    expect(await operations("127.0.0.1", page)).toEqual(signsIn);
  });

  test.each([
    ["another machine", "10.0.0.7", local],
    ["no known peer", undefined, local],
    ["a name that only begins like loopback", "127.0.0.1.example.org", local],
    ["a proxy on this machine", "127.0.0.1", { ...local, "x-forwarded-for": "127.0.0.1" }],
    ["a rebound name", "127.0.0.1", { host: "evil.example:4000" }],
    ["a page of another site", "127.0.0.1", { ...local, origin: "https://evil.example" }],
    ["a page of another port", "127.0.0.1", { ...local, "sec-fetch-site": "same-site" }],
  ])("does not stand in for %s", async (_who, address, headers) => {
    expect(await operations(address, headers as Record<string, string>)).toEqual([["GetKey", false]]);
  });

  test("does not stand in for a caller with a ticket", async () => {
    expect(await operations("127.0.0.1", { ...local, authorization: "SOTicket 7T:x" })).toEqual([["GetKey", true]]);
  });
});

describe("an error", () => {
  const netServerError =
    (name: string, friendlyText: string | null = null) =>
    () => {
      throw new NetServerError("what happened", { exceptionType: `SuperOffice.Exceptions.${name}`, friendlyText });
    };

  test.each([
    ["SoSessionException", "UNAUTHENTICATED"],
    ["SoSentryException", "FORBIDDEN"],
    ["SoTooManySignInsException", "RATE_LIMITED"],
    ["SoNotFoundException", "NOT_FOUND"],
    ["SoValidationException", "BAD_USER_INPUT"],
    ["SoDuplicateException", "CONFLICT"],
  ])("%s has the code %s and NetServer's words", async (name, code) => {
    const { query } = served({ GetKey: netServerError(name, "Sorry") });
    const { errors, data } = await query(key);
    expect(data).toEqual({ key: null });
    expect(errors).toEqual([
      {
        message: "what happened",
        locations: [{ line: 1, column: 3 }],
        path: ["key"],
        extensions: { code, exceptionType: `SuperOffice.Exceptions.${name}`, friendlyText: "Sorry" },
      },
    ]);
  });

  test("that a session's end is behind is one of who is not signed in", async () => {
    const innerException = { ExceptionType: "SuperOffice.Exceptions.SoSessionException", Message: "gone" };
    const wrapped = new NetServerError("what happened", { exceptionType: "System.Exception", innerException });
    const { query } = served({ GetKey: () => Promise.reject(wrapped) });
    expect((await query(key)).errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  test("that no code is for has NetServer's words too, and not where in NetServer it happened", async () => {
    const message = "Nøkkelen er låst\r\n   at SuperOffice.CRM.Key.Save(Int32 id)\r\n   at X.Y()";
    const locked = new NetServerError(message, { exceptionType: "SuperOffice.Exceptions.SoLockedException" });
    const onUnexpectedError = vi.fn();
    const { query } = served({ GetKey: () => Promise.reject(locked) }, { onUnexpectedError });
    expect((await query(key)).errors).toMatchObject([
      { message: "Nøkkelen er låst", extensions: { code: "INTERNAL_SERVER_ERROR" } },
    ]);
    expect(onUnexpectedError).not.toHaveBeenCalled();
  });

  const failureOf = async (message: string, details: Partial<NetServerErrorDetails> = {}) => {
    const failed = new NetServerError(message, { exceptionType: "SuperOffice.Exceptions.SoException", ...details });
    const { query } = served({ GetKey: () => Promise.reject(failed) });
    const [error] = (await query(key)).errors ?? [];
    return { message: error?.message, friendlyText: error?.extensions?.friendlyText };
  };

  test.each([
    "\n   ved SuperOffice.A.B(String x) i C:\\src\\A.cs:linje 3",
    "\n   bei SuperOffice.A.B(String x) in C:\\src\\A.cs:Zeile 3.",
    "\n   à SuperOffice.A.B(String x) dans C:\\src\\A.cs:ligne 3",
    "\n   場所 SuperOffice.A..ctor(String x) 場所 C:\\src\\A.cs:行 3",
    "\n   위치: SuperOffice.A.B[T](T x)",
    "\n   a következő helyen: SuperOffice.A.B()",
    "\r   at SuperOffice.A.<M>g__Local|3_0(Int32 i)",
    "\r\nat SuperOffice.A.<>c__DisplayClass1_0.<B>b__0()",
    "\n   at lambda_method(Closure , Object )",
  ])("is told without the line %j, and what follows it", async (frame) => {
    const text = `Feil i "A.B(x)"\n  1. Navn (må fylles ut)${frame}`;
    const told = `Feil i "A.B(x)"\n  1. Navn (må fylles ut)`;
    expect(await failureOf(`${text}\n   og mer`, { friendlyText: text })).toEqual({
      message: told,
      friendlyText: told,
    });
    expect((await failureOf(frame)).message).toBe("NetServer failed with SoException.");
  });

  // Backtracking over the text from each of its characters would take longer than the test may.
  test.each([
    ["blanks", " ".repeat(1_000_000)],
    ["words", "\n ab".repeat(500_000)],
    ["dots", `\n  x ${"a.".repeat(1_000_000)}`],
    ["names", "Sql".repeat(500_000)],
  ])("is told, of however many %s", async (_, text) => {
    expect((await failureOf(`Feil${text}`)).message).toBeDefined();
  });

  const sql = "Invalid column name 'x' in SELECT password FROM crm7.associate";

  test.each([
    [sql, { innerException: { Message: sql, ExceptionType: "System.Data.SqlClient.SqlException" } }],
    [
      `Kunne ikke lagre: ${sql}`,
      { innerException: { InnerException: { Message: sql, ExceptionType: "Microsoft.Data.SqlClient.SqlException" } } },
    ],
    [`Kunne ikke lagre ---> System.Data.SqlClient.SqlException: ${sql}`, {}],
    [`SqlException: ${sql}`, {}],
    [`Oracle.ManagedDataAccess.Client.OracleException (0x80004005): ${sql}`, {}],
  ] as const)("is told without what the database said: %s %j", async (text, details) => {
    const hidden = { message: "NetServer failed with SoException.", friendlyText: null };
    expect(await failureOf(text, { friendlyText: text, ...details })).toEqual(hidden);
    expect(await failureOf(text, { friendlyText: "Beklager", ...details })).toMatchObject({ message: "Beklager" });
  });

  test("keeps its own words when the database is behind it", async () => {
    const innerException = { Message: sql, ExceptionType: "System.Data.SqlClient.SqlException" };
    expect(await failureOf("SQL Server er nede", { innerException })).toMatchObject({ message: "SQL Server er nede" });
  });

  test("is told however many lines it has", async () => {
    // A search for a stack trace that starts again at every line end would take hours.
    const message = `Nøkkelen er låst${"\n".repeat(2_000_000)}.`;
    const locked = new NetServerError(message, { exceptionType: "SuperOffice.Exceptions.SoLockedException" });
    const { query } = served({ GetKey: () => Promise.reject(locked) });
    expect((await query(key)).errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
  });

  test("of NetServer's database is told without its message", async () => {
    const { query } = served({ GetKey: netServerError("SoDbAccessException") });
    expect((await query(key)).errors).toMatchObject([
      { message: "NetServer failed with SoDbAccessException.", extensions: { code: "INTERNAL_SERVER_ERROR" } },
    ]);
  });

  test("of no answer says so, and not where NetServer is", async () => {
    const { query } = served({
      GetKey: () => {
        throw new TransportError("connect ECONNREFUSED 10.1.2.3", {
          code: "unreachable",
          url: "https://intern/",
          retrySafe: true,
        });
      },
    });
    expect((await query(key)).errors).toMatchObject([
      {
        message: "NetServer did not answer.",
        extensions: { code: "UPSTREAM_UNAVAILABLE", reason: "unreachable", retrySafe: true },
      },
    ]);
  });

  test("of no answer in time is the same whether this server or its client was the first to see it", async () => {
    const { query } = served({
      GetKey: () => {
        throw new TransportError("https://intern/ did not answer within 1000 ms", {
          code: "timeout",
          url: "https://intern/",
          retrySafe: true,
        });
      },
    });
    expect((await query(key)).errors).toMatchObject([
      { message: "NetServer did not answer in time.", extensions: { code: "TIMEOUT" } },
    ]);
  });

  test("of input that NetServer's contract refuses has its path in GraphQL's names", async () => {
    const { query } = served({
      GetKey: () => {
        throw new SchemaError("xs:int", "abc", "ForeignKey[0].RecordId");
      },
    });
    expect((await query(key)).errors).toMatchObject([
      {
        message: "Expected xs:int but found abc at foreignKey[0].recordId.",
        extensions: { code: "BAD_USER_INPUT", path: ["foreignKey", 0, "recordId"] },
      },
    ]);
  });

  test("of this program is masked, and told to its operator", async () => {
    const onUnexpectedError = vi.fn();
    const fault = new Error("SELECT secret FROM t");
    const { query } = served(
      {
        GetKey: () => {
          throw fault;
        },
      },
      { onUnexpectedError },
    );
    const { errors } = await query(key);
    expect(errors).toMatchObject([{ message: "Unexpected error.", extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    expect(JSON.stringify(errors)).not.toMatch(/secret|\.ts/);
    expect(onUnexpectedError).toHaveBeenCalledOnce();
  });

  test("of a variable says where in the arguments, and why", async () => {
    const { post, netServer } = served();
    const body = {
      query: "mutation($key: ForeignKeyInput) { saveForeignKey(foreignKey: $key) { value } }",
      variables: { key: { recordId: "abc", createdDate: "yesterday", nonsense: 1 } },
    };
    const { errors, status } = await post(body, { accept: "application/graphql-response+json" });
    expect(status).toBe(400);
    expect(errors!.map(({ extensions }) => extensions)).toEqual([
      { code: "BAD_USER_INPUT", path: ["foreignKey", "recordId"] },
      { code: "BAD_USER_INPUT", path: ["foreignKey", "createdDate"] },
      { code: "BAD_USER_INPUT", path: ["foreignKey", "nonsense"] },
    ]);
    expect(errors![0]!.message).toContain('Int cannot represent non-integer value: "abc"');
    expect(errors![2]!.message).toContain('Field "nonsense" is not defined by type "ForeignKeyInput".');
    expect(netServer.calls).toEqual([]);
  });

  test("of very many variables has a code too, where it says that there are more", async () => {
    const { post } = served();
    const { errors } = await post({
      query: "mutation($v: [Int!]) { saveConnection(connection: { userGroupAccessIds: $v }) { active } }",
      variables: { v: Array(60).fill("x") },
    });
    expect(errors).toHaveLength(11);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(["BAD_USER_INPUT"]));
  });

  test("of a variable is about the operation that is executed", async () => {
    const query = `query A($v: Int!) { key(recordId: $v) { value } }
      query B($v: Int!) { ...Keys } fragment Keys on Query { foreignDevice(foreignDeviceId: $v) { name } }`;
    const { post } = served();
    for (const [operationName, argument] of [
      ["A", "recordId"],
      ["B", "foreignDeviceId"],
    ]) {
      const { errors } = await post({ query, operationName, variables: { v: "x" } });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", path: [argument] } }]);
    }
  });

  test.each([
    ["query($v: Int) { foreignApp(name: $n) { keys(first: $v) { nodes { key } } } }", ["first"]],
    ["query($v: Int = 1) { key(recordId: $v) { key } }", ["recordId"]],
    ["query($v: Boolean = true) { engineStatus { interval @include(if: $v) } }", ["if"]],
    [
      `mutation($v: String = "a", $w: String) { saveConnection(connection: { configFields: [{ key: "k", value: $w }, { key: $v }] }) { active } }`,
      ["connection", "configFields", 1, "key"],
    ],
    [
      "mutation($v: Int = 1) { saveConnection(connection: { userGroupAccessIds: [2, $v] }) { active } }",
      ["connection", "userGroupAccessIds", 1],
    ],
  ])("of a null that a variable puts where none may be says where: %s", async (query, path) => {
    const { post } = served({ GetAppByName: { ForeignAppId: 1 }, GetEngineStatus: {} });
    const { errors } = await post({ query: query.replace("$n", '"erp"'), variables: { v: null, w: null } });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/ must not be null\.$/), extensions: { code: "BAD_USER_INPUT", path } },
    ]);
  });

  test("of an operation of a kind that there is not has a code", async () => {
    const { post } = served();
    expect(await post({ query: "subscription { key }" })).toMatchObject({
      errors: [{ message: "There are no subscriptions here.", extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
    });
  });

  test("of a request whose time is up is the same for what had not begun, which does not begin", async () => {
    const answer = async () => {
      await pause(30);
      return {};
    };
    const { query, netServer } = served({ SaveForeignKey: answer }, { limits: { timeoutMs: 100 } });
    const saves = Array.from({ length: 10 }, (_, i) => `s${i}: saveForeignKey(foreignKey: { key: "k" }) { value }`);
    const { errors } = await query(`mutation { ${saves.join(" ")} }`);
    expect(netServer.calls.length).toBeLessThanOrEqual(4);
    expect(errors?.length).toBeGreaterThanOrEqual(6);
    for (const { message, extensions } of errors!) {
      expect([message, extensions.code]).toEqual(["NetServer did not answer in time.", "TIMEOUT"]);
    }
  });

  test("ends a request that NetServer leaves waiting", async () => {
    const { query } = served({ GetKey: () => new Promise(() => {}) }, { limits: { timeoutMs: 50 } });
    expect((await query(key)).errors).toMatchObject([{ extensions: { code: "TIMEOUT" } }]);
  });
});

describe("a request", () => {
  test.each([
    ["not JSON", "{", {}, 400, "BAD_REQUEST"],
    [
      "a form",
      "query={__typename}",
      { "content-type": "application/x-www-form-urlencoded" },
      415,
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    [
      "in another character set",
      "{}",
      { "content-type": "application/json; charset=latin1" },
      415,
      "UNSUPPORTED_MEDIA_TYPE",
    ],
  ])("that is %s is refused", async (_what, body, headers, status, code) => {
    const { post } = served();
    expect(await post(body, headers)).toMatchObject({ status, errors: [{ extensions: { code } }] });
  });

  test("that is not UTF-8 is refused", async () => {
    const body = Buffer.from('{"query":"{ key(recordId: 1, keyName: \\"\xE6\\") { value } }"}', "latin1");
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    expect((await served().app.request("/graphql", init)).status).toBe(400);
  });

  test("may be as large as the limit and no larger", async () => {
    const { post } = served({}, { limits: { maxBodyBytes: 100 } });
    const padded = (length: number) => JSON.stringify({ query: "{ __typename }" }).padEnd(length);
    expect(await post(padded(100))).toMatchObject({ status: 200 });
    expect(await post(padded(101))).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: "BODY_TOO_LARGE" } }],
    });
  });

  test("by GET may hold a query and no mutation", async () => {
    const { app } = served();
    const get = (query: string) => app.request(`/graphql?query=${encodeURIComponent(query)}`);
    expect(await (await get("{ __typename }")).json()).toEqual({ data: { __typename: "Query" } });
    expect((await get("mutation { syncAll { isOk } }")).status).toBe(405);
  });

  test.each([
    ["variables", "{x", "BAD_REQUEST"],
    ["extensions", "[", "BAD_REQUEST"],
    ["variables", "[".repeat(300), "QUERY_TOO_LARGE"],
  ])("by GET whose %s are no JSON, or too deep, is refused, and is no fault", async (name, text, code) => {
    const onUnexpectedError = vi.fn();
    const { app } = served({}, { onUnexpectedError });
    const response = await app.request(`/graphql?query={__typename}&${name}=${encodeURIComponent(text)}`);
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ extensions: { code } }] }]);
    expect(onUnexpectedError).not.toHaveBeenCalled();
  });

  test("by GET may hold variables", async () => {
    const { app } = served({ GetKey: (input: { RecordId: number }) => ({ Value: `${input.RecordId}` }) });
    const query = encodeURIComponent("query($id: Int!) { key(recordId: $id) { value } }");
    const response = await app.request(
      `/graphql?query=${query}&variables=${encodeURIComponent('{"id":7}')}&extensions=`,
    );
    expect(await response.json()).toEqual({ data: { key: { value: "7" } } });
  });

  test("of many calls at once does not look like a leak", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    const { query } = served({ GetKey: () => pause(10, {}) });
    await query(`{ ${Array.from({ length: 20 }, (_, id) => `k${id}: key(recordId: ${id}) { value }`).join(" ")} }`);
    await pause(10);
    process.off("warning", warned);
    expect(warned.mock.calls).toEqual([]);
  });
});

test("a browser gets GraphiQL, which holds all that it needs", async () => {
  const response = await served().app.request("/graphql", { headers: { accept: "text/html,*/*" } });
  const page = await response.text();
  expect(page).toContain("YogaGraphiQL");
  expect(page).toContain("SaveForeignKey");
  // The page may load scripts, styles and pictures only from inside itself.
  const html = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "");
  expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
});

test.each([
  ["gzip, deflate, br", "gzip"],
  ["*", "gzip"],
  ["GZIP;q=0.5", "gzip"],
  ["gzip;q=0, *", null],
  ["br", null],
])("GraphiQL for a browser that accepts %s is encoded as %s", async (accepted, encoding) => {
  const headers = { accept: "text/html", "accept-encoding": accepted };
  const response = await served().app.request("/graphql", { headers });
  expect(response.headers.get("content-encoding")).toBe(encoding);
});
