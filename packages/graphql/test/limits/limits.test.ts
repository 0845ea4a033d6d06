import { createHash } from "node:crypto";
import { buildClientSchema, getIntrospectionQuery } from "graphql";
import { describe, expect, test } from "vitest";
import type { GraphQLAppOptions } from "../../src/app-options.ts";
import { graphqlApp } from "../../src/graphql-app.ts";
import { type Answers, recordingNetServer } from "../recording-netserver.ts";

function served(options: Partial<GraphQLAppOptions> = {}, answers: Answers = {}) {
  const netServer = recordingNetServer(answers);
  const app = graphqlApp({ netServer, ...options });
  const post = async (body: object) => {
    const headers = { "content-type": "application/json" };
    const response = await app.request("/graphql", { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, headers: response.headers, ...((await response.json()) as Answer) };
  };
  return { app, netServer, post, query: (query: string, variables?: object) => post({ query, variables }) };
}

interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

const nested = (depth: number) =>
  `{ foreignApp(name: "a") { ${"devices { app { ".repeat(depth)} name ${"} }".repeat(depth)} } }`;

test("NetServer learns the address that a sign-in comes from", async () => {
  const { query, netServer } = served(
    { peerAddress: () => "192.0.2.7" },
    { AuthenticateImplicit: { AuthenticationSucceeded: false } },
  );
  const { errors } = await query("mutation { authenticateImplicit { authenticationSucceeded } }");
  expect(errors).toBeUndefined();
  expect(netServer.calls).toMatchObject([{ context: { clientAddress: "192.0.2.7" } }]);
});

describe("a query is refused, before NetServer is asked anything, when it", () => {
  test.each([
    ["is nested too deep", nested(7), "The query is nested 16 deep; 15 is the limit."],
    [
      "is nested too deep by fragments",
      `{ foreignApp(name: "a") { ...A } } fragment A on ForeignAppEntity { devices { app { devices { app { ...B } } } } }
       fragment B on ForeignAppEntity { devices { app { devices { app { devices { app { devices { app { devices { app { name } } } } } } } } } } }`,
      "The query is nested 16 deep; 15 is the limit.",
    ],
    [
      "has too many aliases",
      `{ ${Array.from({ length: 251 }, (_, i) => `a${i}: engineStatus { isRunning }`).join(" ")} }`,
      "The query has 251 aliases; 250 is the limit.",
    ],
    [
      "has too many aliases by fragments",
      `{ ...A ...A ...A } fragment A on Query { ${Array.from({ length: 42 }, (_, i) => `a${i}: __typename b${i}: engineStatus { isRunning }`).join(" ")} }`,
      "The query has 252 aliases; 250 is the limit.",
    ],
    [
      "has too many directives",
      `{ engineStatus { ${"isRunning @skip(if: false) ".repeat(51)} } }`,
      "The query has 51 directives; 50 is the limit.",
    ],
    [
      "guesses passwords under aliases",
      `mutation { ${Array.from({ length: 4 }, (_, i) => `a${i}: authenticateUsernamePassword(userName: "eva", password: "${i}") { authenticationSucceeded }`).join(" ")} }`,
      "The query signs in 4 times; 3 is the limit.",
    ],
    [
      "guesses passwords in several ways, by fragments",
      `mutation { ...A ...A } fragment A on Mutation {
         ${["a", "b"].map((name) => `${name}: authenticateGeneric(authenticationData: []) { authenticationSucceeded }`).join(" ")}
       }`,
      "The query signs in 4 times; 3 is the limit.",
    ],
    [
      "has too many aliases of the schema's",
      `{ __schema { ${Array.from({ length: 251 }, (_, i) => `a${i}: description`).join(" ")} } }`,
      "The query has 251 aliases; 250 is the limit.",
    ],
    [
      "has too many directives on the schema's",
      `{ __type(name: "Query") { ${"name @skip(if: false) ".repeat(51)} } }`,
      "The query has 51 directives; 50 is the limit.",
    ],
    [
      "may resolve too many fields",
      `{ foreignApp(name: "a") { keys(first: 1000) { nodes { ${"value ".repeat(100)} } } } }`,
      "The query may resolve 101002 fields; 100000 is the limit.",
    ],
    [
      "may resolve too many fields on one page, and has another of less than none",
      `{ foreignApp(name: "a") { keys(first: 100000) { nodes { key } } less: keys(first: -100000) { nodes { key } } } }`,
      "The query may resolve 200003 fields; 100000 is the limit.",
    ],
    ["is too long", `{ ${"__typename ".repeat(10_001)} }`, "The query has more than 10000 tokens."],
  ])("%s", async (_what, query, message) => {
    const { query: ask, netServer } = served();
    const { status, errors } = await ask(query);
    expect([status, errors?.map((error) => error.message)]).toEqual([200, [message]]);
    expect(netServer.calls).toEqual([]);
  });

  test("may resolve too many fields by its variables", async () => {
    const { query, netServer } = served();
    const { errors } = await query(
      `query($n: Int = 1000, $m: Int!) { foreignApp(name: "a") { keys(first: $n) { nodes { record { keys(app: "b") { key { value } } } } }
        more: keys(first: $m) { nodes { ${"key ".repeat(100)} } } } }`,
      { m: 1000 },
    );
    expect(errors).toMatchObject([{ message: "The query may resolve 106003 fields; 100000 is the limit." }]);
    expect(netServer.calls).toEqual([]);
  });

  test("may resolve too many fields by variables, though not by those that it had before", async () => {
    const { query } = served({ limits: { maxCost: 400 } });
    const page = `query($n: Int!) { foreignApp(name: "a") { ...A } }
      fragment A on ForeignAppEntity { keys(first: $n) { nodes { key value } } }`;
    expect((await query(page, { n: 10 })).errors).toBeUndefined();
    expect((await query(page, { n: 200 })).errors).toMatchObject([
      { message: "The query may resolve 602 fields; 400 is the limit." },
    ]);
    expect((await query(page, { n: 10 })).errors).toBeUndefined();
  });

  test.each([
    ["a fragment's", "...A", "fragment A on ForeignKeyConnection { nodes { key value } }"],
    [
      "a fragment's fragment's",
      "...A",
      "fragment A on ForeignKeyConnection { ...B } fragment B on ForeignKeyConnection { nodes { key value } }",
    ],
    ["an inline fragment's", "... { nodes { key value } }", ""],
    ["an inline fragment's with a type", "... on ForeignKeyConnection { nodes { key value } }", ""],
    ["its own", "nodes { key value }", ""],
  ])("may resolve too many fields that are %s", async (_whose, selection, fragment) => {
    const { query } = served({ limits: { maxCost: 300 } });
    const { errors } = await query(`{ foreignApp(name: "a") { keys { ${selection} } } } ${fragment}`);
    expect(errors).toMatchObject([{ message: "The query may resolve 302 fields; 300 is the limit." }]);
  });

  test("has fragments in a circle", async () => {
    const { query } = served();
    const { errors } = await query("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }");
    expect(errors).toMatchObject([{ message: 'Cannot spread fragment "A" within itself via "B".' }]);
    const ofItems = await query(
      `{ foreignApp(name: "a") { keys { ...A } } } fragment A on ForeignKeyConnection { ...B } fragment B on ForeignKeyConnection { ...A }`,
    );
    expect(ofItems.errors).toMatchObject([{ message: 'Cannot spread fragment "A" within itself via "B".' }]);
  });
});

test("a query ends when it asks NetServer for too many things", async () => {
  const devices = Array.from({ length: 10 }, (_, id) => ({ ForeignDeviceId: id, Name: `${id}`, ForeignAppId: 1 }));
  const { query, netServer } = served(
    { limits: { maxCalls: 5 } },
    { GetAppByName: { ForeignAppId: 1, Name: "a", Devices: devices } },
  );
  const { errors } = await query(`{ foreignApp(name: "a") { devices { keys { nodes { value } } } } }`);
  expect(errors?.[0]).toMatchObject({
    message: "The query asks NetServer for more than 5 things.",
    extensions: { code: "QUERY_TOO_LARGE" },
  });
  expect(netServer.calls.length).toBe(5);
});

// Visiting each of the fragments that these 9000 spreads lead to would take longer than the test may.
test("an abusive query is refused without going through all that it spreads", async () => {
  const { query } = served();
  const abusive = `{ ${Array.from({ length: 9000 }, (_, i) => `...F${i % 90}`).join(" ")} } ${Array.from({ length: 90 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} }`).join(" ")} fragment F90 on Query { a: __typename }`;
  expect((await query(abusive)).errors).toBeDefined();
});

describe("a request is refused when it is nested deeper than the stack is deep", () => {
  test.each([
    [
      "in its selections",
      { query: "{a".repeat(3000) + "}".repeat(3000) },
      "The query is nested 3000 deep; 200 is the limit.",
    ],
    [
      "after a comment that ends in a carriage return",
      { query: `{ # \r ${"{a".repeat(300)}` },
      "The query is nested 301 deep; 200 is the limit.",
    ],
    [
      "in its values",
      { query: `{ key(recordId: ${"[".repeat(4000)}) }` },
      "The query is nested 4002 deep; 200 is the limit.",
    ],
    [
      "in its variables",
      { query: "{ __typename }", variables: nestedValue(300) },
      "The request is nested more than 200 deep.",
    ],
  ])("%s", async (_where, body, message) => {
    const { post } = served();
    expect((await post(body)).errors).toMatchObject([{ message, extensions: { code: "QUERY_TOO_LARGE" } }]);
  });

  test.each([`"""x"y"""`, `"""\\"""x"""`, `"""x"\\""""""`, `"""x"y" """`])(
    "after the block string %s",
    async (text) => {
      const { post } = served();
      const query = `{ key(recordId: 1, keyName: ${text}) { ${"{a".repeat(300)}`;
      expect((await post({ query })).errors).toMatchObject([
        { message: "The query is nested 302 deep; 200 is the limit.", extensions: { code: "QUERY_TOO_LARGE" } },
      ]);
    },
  );

  test("but not for what its strings and comments hold", async () => {
    const { post } = served();
    const brackets = "{[(".repeat(100);
    const query = `# ${brackets} "
      query($a: String) { key(recordId: 1, keyName: "${brackets}\\"", tableName: """${brackets}""", deviceName: $a) { value } }`;
    expect((await post({ query, variables: { a: `"${brackets}` } })).errors).toBeUndefined();
  });
});

function nestedValue(depth: number): object {
  let value: object = {};
  for (let level = 0; level < depth; level++) value = { value };
  return value;
}

describe("introspection", () => {
  test("gives the schema, within all limits", async () => {
    const { data } = await served().query(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }));
    // biome-ignore lint/suspicious/noExplicitAny: GraphQL checks its argument
    expect(buildClientSchema(data as any).getQueryType()?.name).toBe("Query");
  });

  test("switched off, gives nothing, not by a suggestion either", async () => {
    const { query } = served({ introspection: false });
    expect((await query("{ __schema { types { name } } }")).errors?.[0]?.message).toContain(
      "introspection has been disabled",
    );
    expect((await query("{ keyy }")).errors?.[0]?.message).toBe('Cannot query field "keyy" on type "Query".');
    expect((await query("{ __typename }")).data).toEqual({ __typename: "Query" });
  });

  test.each([
    [
      "query($e: ErpActorType!) { crmActorType(erpConnectionId: 1, erpActorType: $e) }",
      { e: "CUSTOMR" },
      'Variable "$e" got invalid value "CUSTOMR"; Value "CUSTOMR" does not exist in "ErpActorType" enum.',
    ],
    [
      "mutation($k: ForeignKeyInput) { saveForeignKey(foreignKey: $k) { key } }",
      { k: { ke: "a" } },
      'Variable "$k" got invalid value { ke: "a" }; Field "ke" is not defined by type "ForeignKeyInput".',
    ],
  ])("switched off, suggests no name for a variable in %s", async (query, variables, message) => {
    const { errors } = await served({ introspection: false }).query(query, variables);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(errors?.[0]?.message).not.toContain("Did you mean");
    expect(errors?.[0]?.message.replaceAll(/\s+/g, " ")).toBe(message);
    expect((await served().query(query, variables)).errors?.[0]?.message).toContain("Did you mean");
  });
});

describe("introspection that is repeated is refused", () => {
  const whole = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const types = "{ types { name fields { name args { name type { name } } } } }";
  const circle =
    "{ __schema { types { ...A } } } fragment A on __Type { ofType { ...B } } fragment B on __Type { ...A }";
  const aliased = (count: number, field: string) =>
    Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ");

  test.each([
    ["by aliases", `{ ${aliased(240, "__schema { ...F }")} } fragment F on __Schema ${types}`],
    [
      "within a type",
      `{ __type(name: "Query") { fields { type { fields { type { fields { args { name } } } } } } ${aliased(9, "fields { type { fields { type { name } } } }")} } }`,
    ],
    [
      "within the schema",
      `{ __schema { ${aliased(240, `types { ...T }`)} } } fragment T on __Type { name description fields { name } }`,
    ],
  ])("%s", async (_how, query) => {
    const { errors } = await served().query(query);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/may resolve \d+ fields/), extensions: { code: "QUERY_TOO_LARGE" } },
    ]);
  });

  test("but not once, nor with what else a tool may ask", async () => {
    const { query } = served();
    expect((await query(whole)).errors).toBeUndefined();
    const twice = whole.replace(
      "__schema {",
      '__type(name: "ForeignKey") { ...FullType } again: __schema { types { ...FullType } } __schema {',
    );
    expect((await query(twice)).errors).toBeUndefined();
    expect((await query(circle)).errors).toMatchObject([{ message: expect.stringContaining("within itself") }]);
  });
});

describe("persisted documents", () => {
  const query = "{ __typename }";
  const hash = createHash("sha256").update(query).digest("hex");
  const options = { persistedDocuments: { [hash]: query } };
  const extensions = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

  test("are run by their hash", async () => {
    expect((await served(options).post({ extensions: extensions(hash) })).data).toEqual({ __typename: "Query" });
  });

  test.each([
    ["in the file", `sha256:${hash}`, hash],
    ["in the request", hash, `sha256:${hash}`],
  ])("may have the name of the algorithm before the hash %s", async (_where, name, sent) => {
    const { post } = served({ persistedDocuments: { [name]: query } });
    expect((await post({ extensions: extensions(sent) })).data).toEqual({ __typename: "Query" });
  });

  test.each([
    ["documentId", `sha256:${hash}`],
    ["documentId", hash],
    ["doc_id", hash],
    ["id", hash],
  ])("are run by the %s %s, in a POST and in a GET", async (parameter, id) => {
    const { post, app } = served(options);
    expect(await post({ [parameter]: id, variables: {} })).toMatchObject({
      status: 200,
      data: { __typename: "Query" },
    });
    const response = await app.request(`/graphql?${parameter}=${encodeURIComponent(id)}`, {
      headers: { accept: "application/json" },
    });
    expect(await response.json()).toEqual({ data: { __typename: "Query" } });
  });

  test.each([{ documentId: "0".repeat(64) }, { id: "x" }, { doc_id: "1" }])("are not there by %j", async (body) => {
    const { post } = served(options);
    expect((await post(body)).errors).toMatchObject([{ message: "PersistedQueryNotFound" }]);
    expect((await served().post(body)).errors).toMatchObject([{ message: "PersistedQueryNotSupported" }]);
  });

  test("are not there unless given, which clients that send hashes first are told", async () => {
    const { post } = served();
    const refusal = [{ message: "PersistedQueryNotSupported", extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED" } }];
    expect((await post({ extensions: extensions(hash) })).errors).toEqual(refusal);
    expect((await post({ query, extensions: extensions(hash) })).data).toEqual({ __typename: "Query" });
  });

  test("are the only ones that are run", async () => {
    const { post } = served(options);
    expect((await post({ query })).errors).toMatchObject([{ message: "PersistedQueryOnly" }]);
    expect((await post({ extensions: extensions("0".repeat(64)) })).errors).toMatchObject([
      { message: "PersistedQueryNotFound" },
    ]);
  });
});

describe("a request that is none is refused as one, and is no fault", () => {
  const faults: unknown[] = [];
  const { app } = served({ onUnexpectedError: (error) => faults.push(error) });
  const accepts = ["application/json", "application/graphql-response+json"];

  test.each([
    "null",
    "[]",
    "1",
    "true",
    '"{ __typename }"',
    "{}",
    '{"query":null}',
    '{"query":1}',
    '{"query":["{ __typename }"]}',
    '{"query":"{ __typename }","variables":[]}',
    '{"query":"{ __typename }","operationName":1}',
    '{"query":"{ __typename }","operationName":{}}',
    '{"query":"{ __typename }","extensions":1}',
    '{"extensions":1}',
    '{"extensions":null}',
    '[{"query":"{ __typename }"}]',
    `{"query":"{ __typename }","${"a".repeat(10_000)}":1}`,
    `{"query":"{ __typename }","operationName":"${"a".repeat(10_000)}"}`,
  ])("%.60s", async (body) => {
    for (const accept of accepts) {
      const headers = { "content-type": "application/json", accept };
      const response = await app.request("/graphql", { method: "POST", headers, body });
      const text = await response.text();
      expect([response.status, text.length < 1000]).toEqual([400, true]);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
    }
    expect(faults).toEqual([]);
  });

  test.each(["?query=", "?variables={}", "?operationName=a"])("GET %s", async (search) => {
    for (const accept of accepts) {
      const response = await app.request(`/graphql${search}`, { headers: { accept } });
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { errors: [{ extensions: { code: "BAD_REQUEST" } }] },
      ]);
    }
  });
});

describe("an error says little of a large request", () => {
  const long = "a".repeat(100_000);
  const members = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`m${index}`, 1]));
  const save = "mutation ($v: ForeignKeyInput) { saveForeignKey(foreignKey: $v) { key } }";
  const texts = `query ($v: [String]) { erpFieldValues(crmActorType: CONTACT, entityId: 1, erpConnectionId: 1, fieldKeys: $v) }`;
  const enumeration = `query ($v: CrmActorType!) { erpFieldValues(crmActorType: $v, entityId: 1, erpConnectionId: 1) }`;
  const items = (item: unknown) => Array.from({ length: 10_000 }, () => item);
  const many = { length: 3000 };

  test.each<[what: string, query: string, value?: unknown]>([
    ["members that there are not", save, members],
    ["one such member", save, { [long]: 1 }],
    ["items that are objects", texts, items({ a: 1 })],
    ["items that are lists", texts, items(items([]).slice(0, 5))],
    ["a text for an object", save, long],
    ["a list for an object", save, items(1)],
    ["an object for a text", save, { key: members, value: [members] }],
    ["a text for a number", save, { recordId: long }],
    ["an enum's value that there is not", enumeration, long],
    ["an object for an enum's value", enumeration, members],
    ["a literal with members that there are not", `mutation { saveForeignKey(foreignKey: { ${long}: 1 }) { key } }`],
    ["a literal text for an object", `mutation { saveForeignKey(foreignKey: "${long}") { key } }`],
    ["a literal that is no enum's value", `{ crmActorType(erpActorType: ${long}, erpConnectionId: 1) }`],
    [
      "a literal list of objects",
      `{ erpFieldValues(crmActorType: CONTACT, entityId: 1, erpConnectionId: 1, fieldKeys: [${Array.from(many, () => "{}")}]) }`,
    ],
    ["a field that there is not", `{ ${long} }`],
    ["fields that there are not", `{ ${Array.from(many, (_, index) => `f${index}`)} }`],
    ["a sign that is wrong", `{ a "${long}" ${long}`],
    ["empty lines before a fault", `${"\n".repeat(100_000)}{ a }`],
  ])("%s", async (_what, query, value) => {
    const { post, netServer } = served();
    const { status, errors = [], ...rest } = await post({ query, variables: { v: value } });
    expect([status, rest.data]).toEqual([200, undefined]);
    expect(errors.length).toBeGreaterThan(0);
    // GraphQL's validation stops after a hundred errors, and adds one that says so.
    expect(errors.length).toBeLessThanOrEqual(101);
    for (const { message } of errors) expect(message.length).toBeLessThan(700);
    expect(JSON.stringify(errors).length).toBeLessThan(30_000);
    expect(netServer.calls).toEqual([]);
  });

  test("but what is wrong, where, and that there may be more", async () => {
    const { errors = [] } = await served().post({ query: save, variables: { v: { recordId: "1", ...members } } });
    expect(errors).toHaveLength(11);
    expect(errors[0]).toMatchObject({
      message: 'Variable "$v" got invalid value "1" at "v.recordId"; Int cannot represent non-integer value: "1"',
      extensions: { code: "BAD_USER_INPUT", path: ["foreignKey", "recordId"] },
    });
    expect(errors[1]).toMatchObject({
      message:
        'Variable "$v" got invalid value { recordId: "1", m0: 1, m1: 1 and 9998 more }; Field "m0" is not defined by type "ForeignKeyInput".',
      extensions: { path: ["foreignKey", "m0"] },
    });
    expect(errors[10]?.message).toBe("There may be more errors in the variables; these are the first 10.");
  });
});
