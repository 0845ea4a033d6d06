import { describe, expect, test } from "vitest";
import { graphqlOver } from "./graphql-server.ts";
import { fault, namespace, responseTo, stubUpstream } from "./stub-upstream.ts";

const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

/** Returns a query's result when the upstream's response element has this content. */
async function read(query: string, content: string): Promise<unknown> {
  const { url } = await stubUpstream(({ operation }) => responseTo(operation, content));
  const { data, errors } = await (await graphqlOver(url)).ask(query);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
}

/** The Body that the upstream gets from a mutation or query with these variables. */
async function written(query: string, variables: object): Promise<string> {
  const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, '<Response i:nil="true"/>'));
  const { errors } = await (await graphqlOver(url)).ask(query, variables);
  expect(errors).toBeUndefined();
  return /<\w+:Body>(.*)<\/\w+:Body>/s.exec(received[0]?.envelope ?? "")?.[1] ?? "";
}

const save = `mutation ($key: ForeignKeyInput) { saveForeignKey(applicationName: "a", foreignKey: $key) { value createdDate } }`;
const keyValue = `{ keyValue(applicationName: "a", keyName: "k", recordId: 0) }`;

/** Returns the content of a saved key's element. */
async function keyWritten(key: object): Promise<string> {
  return /<ForeignKey[^>]*>(.*)<\/ForeignKey>/s.exec(await written(save, { key }))?.[1] ?? "";
}

describe("text passes to the character, in both directions:", () => {
  test.each([
    ["00123", "00123"],
    ["1e5", "1e5"],
    ["0x1F", "0x1F"],
    ["-0", "-0"],
    ["1_000", "1_000"],
    ["12345678901234567890", "12345678901234567890"],
    ["true", "true"],
    ["null", "null"],
    ["NaN", "NaN"],
    ["2021-11-30", "2021-11-30"],
    ["  both sides  ", "  both sides  "],
    [" ", " "],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what must not be expanded.
    ["{env.HOME} ${HOME} {{x}} {args.id} %HOME%", "{env.HOME} ${HOME} {{x}} {args.id} %HOME%"],
    ["a &lt;b&gt; &amp; c", "a <b> & c"],
    ["line\nfeed\tand tab", "line\nfeed\tand tab"],
    ["Ærøskøbing 👍 \u00a0\u2028", "Ærøskøbing 👍 \u00a0\u2028"],
    ["__proto__", "__proto__"],
  ])("%j", async (xml, value) => {
    expect(await read(keyValue, `<Response>${xml}</Response>`)).toBe(value);
    expect(await keyWritten({ value })).toBe(`<Value>${xml}</Value>`);
  });

  test.each([
    ["&#xE6;&#230;", "ææ"],
    ["a&#xD;&#xA;b", "a\r\nb"],
    ["&quot;&apos;", "\"'"],
    ["&#x1F44D;", "👍"],
    ["<![CDATA[<b> & {env.HOME}]]>", "<b> & {env.HOME}"],
    ["a<!-- not this -->b", "ab"],
  ])("%s is read as %j", async (xml, value) => {
    expect(await read(keyValue, `<Response>${xml}</Response>`)).toBe(value);
  });

  test("a carriage return, as a reference", async () => {
    expect(await keyWritten({ value: "a\r\nb\r" })).toBe("<Value>a&#xD;\nb&#xD;</Value>");
  });

  test("also in a literal of the query, a parameter and a dictionary", async () => {
    const literal = `mutation { saveForeignKey(applicationName: " 007 ", foreignKey: { value: "1e5" }) { value } }`;
    const body = await written(literal, {});
    expect(body).toContain("<Value>1e5</Value>");
    expect(body).toContain("<ApplicationName> 007 </ApplicationName>");
    const pair = "<StringKeyValuePair><Key>__proto__</Key><Value> 00&#xE6; </Value></StringKeyValuePair>";
    const values = `{ allForeignKeysOnEntity(entityType: "contact", entityId: 1) { key value } }`;
    expect(await read(values, `<Response>${pair}</Response>`)).toEqual([{ key: "__proto__", value: " 00æ " }]);
  });
});

describe("nothing comes in two kinds, which stay apart:", () => {
  test.each([
    ["<Response></Response>", ""],
    ["<Response/>", ""],
    ['<Response i:nil="true"/>', null],
    ['<Response i:nil="1"></Response>', null],
    ["", null],
  ])("%s is read as %j", async (content, value) => {
    expect(await read(keyValue, content)).toBe(value);
  });

  test("an empty text is written empty, null as nil, and what is left out not at all", async () => {
    expect(await keyWritten({ key: "", value: null })).toMatch(
      /^<Key(\/>|><\/Key>)<Value \w+:nil="true"(\/>|><\/Value>)$/,
    );
    expect(await keyWritten({})).toBe("");
  });

  test("an entity that is nil is null, not an entity of nulls", async () => {
    expect(await read(`{ key(recordId: 1) { key value recordId } }`, '<Response i:nil="true"/>')).toBeNull();
  });

  test("an entity that is empty is an entity", async () => {
    expect(await read(`{ key(recordId: 1) { key value recordId } }`, "<Response/>")).toEqual({
      key: null,
      value: null,
      recordId: 0,
    });
  });

  const keys = `{ applicationKeys(applicationName: "a") { key } }`;
  test.each([
    ["<Response/>", []],
    ['<Response i:nil="true"/>', null],
    ['<Response><ForeignKey i:nil="true"/></Response>', [null]],
    [
      '<Response><ForeignKey><Key>a</Key></ForeignKey><ForeignKey i:nil="true"/><ForeignKey/></Response>',
      [{ key: "a" }, null, { key: null }],
    ],
  ])("the list %s", async (content, list) => {
    expect(await read(keys, content)).toEqual(list);
  });

  test("a page of a list has its nil items too", async () => {
    const { url } = await stubUpstream(({ operation }) =>
      operation === "GetAppByName"
        ? responseTo(operation, "<Response><ForeignAppId>1</ForeignAppId><Name>a</Name></Response>")
        : responseTo(operation, '<Response><ForeignKey i:nil="true"/><ForeignKey><Key>k</Key></ForeignKey></Response>'),
    );
    const { ask } = await graphqlOver(url);
    expect(await ask('{ foreignApp(name: "a") { keys { nodes { key } pageInfo { hasNextPage } } } }')).toEqual({
      data: { foreignApp: { keys: { nodes: [null, { key: "k" }], pageInfo: { hasNextPage: false } } } },
    });
  });

  test("an empty list and a list of nothing are written apart", async () => {
    const values = `query ($keys: [String]) { erpFieldValues(erpConnectionId: 1, crmActorType: CONTACT, entityId: 1, fieldKeys: $keys) }`;
    expect(await written(values, { keys: [] })).toMatch(/<FieldKeys[^>]*(\/>|><\/FieldKeys>)/);
    expect(await written(values, { keys: [] })).not.toContain("nil");
    expect(await written(values, { keys: null })).toMatch(/<FieldKeys [^>]*:nil="true"/);
    expect(await written(values, { keys: [null] })).toMatch(/<FieldKeys[^>]*><(\w+:)?string \w+:nil="true"/);
    expect(await written(values, {})).not.toContain("FieldKeys");
  });
});

describe("a moment stays as it is, in both directions:", () => {
  test.each([
    "2021-11-30T13:23:41",
    "2021-11-30T13:23:41Z",
    "2021-11-30T13:23:41.1234567+02:00",
    "2021-03-28T02:30:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.9999999",
  ])("%s", async (createdDate) => {
    const content = `<Response><CreatedDate>${createdDate}</CreatedDate></Response>`;
    expect(await read("{ key(recordId: 1) { createdDate } }", content)).toEqual({ createdDate });
    expect(await keyWritten({ createdDate })).toBe(`<CreatedDate>${createdDate}</CreatedDate>`);
  });

  test("what is no moment of XML is refused, not printed in another way", async () => {
    const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, "<Response/>"));
    const { ask } = await graphqlOver(url);
    const createdDate = "Tue Nov 30 2021 13:23:41 GMT+0100";
    const { errors } = await ask(save, { key: { createdDate } });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", path: ["foreignKey", "createdDate"] } }]);
    expect(received).toEqual([]);
  });
});

describe("a request has the contract's form", () => {
  test("whatever the order that its members come in", async () => {
    const mutation = `mutation ($key: ForeignKeyInput) { saveForeignKey(deviceName: "d", foreignKey: $key, applicationName: "a") { key } }`;
    const body = await written(mutation, { key: { tableName: "contact", recordId: 7, value: "v", key: "k" } });
    const names = Array.from(body.matchAll(/<(\w+)/g), ([, name]) => name);
    expect(names.join(" ")).toBe("SaveForeignKey ForeignKey Key Value RecordId TableName ApplicationName DeviceName");
    expect(body).toMatch(new RegExp(`^<SaveForeignKey xmlns="${namespace()}"`));
  });

  test("also in the namespace of an array's items, and reads them there", async () => {
    const query = `query ($keys: [String]) { erpFieldValues(erpConnectionId: 1, crmActorType: CONTACT, entityId: 1, fieldKeys: $keys) }`;
    const body = await written(query, { keys: ["name", "00123"] });
    const [, prefix, uri, items] = /<FieldKeys xmlns:(\w+)="([^"]*)"[^>]*>(.*)<\/FieldKeys>/.exec(body) ?? [];
    expect(uri).toBe(arrays);
    expect(items).toBe(`<${prefix}:string>name</${prefix}:string><${prefix}:string>00123</${prefix}:string>`);
    const values = '<a:string>00123</a:string><a:string i:nil="true"/><a:string/>';
    const content = `<Response xmlns:a="${arrays}">${values}</Response>`;
    expect(await read("{ erpFieldValues(erpConnectionId: 1, crmActorType: CONTACT, entityId: 1) }", content)).toEqual([
      "00123",
      null,
      "",
    ]);
  });

  test("with its SOAPAction, ticket, application token, and the version's address", async () => {
    const { url, received } = await stubUpstream(({ operation }) =>
      responseTo(operation, "<Response>v</Response>", "", "Services85"),
    );
    const { ask } = await graphqlOver(url, { services: "Services85" });
    const headers = { authorization: "SOTicket 7T:a+b/c==", "so-apptoken": "app&token" };
    expect(await ask(keyValue, {}, headers)).toEqual({ data: { keyValue: "v" } });
    const [{ path, soapAction, envelope } = { path: "", soapAction: "", envelope: "" }] = received;
    expect(path).toBe("/SuperOffice/Remote/Services85/ForeignSystem.svc");
    expect(soapAction).toBe(`"${namespace("Services85")}/ForeignSystem/GetKeyValue"`);
    expect(envelope).toMatch(/<(\w+:)?Ticket>7T:a\+b\/c==<\//);
    expect(envelope).toMatch(/<(\w+:)?ApplicationToken[^>]*>app&amp;token<\//);
  });
});

describe("no is heard", () => {
  test("as Succeeded=false, also where the body looks like an answer", async () => {
    const header =
      `<h:Succeeded xmlns:h="${namespace()}">false</h:Succeeded>` +
      `<ExceptionInfo xmlns="${namespace()}"><Message>Nei &#xE6;</Message>` +
      "<ExceptionType>SuperOffice.Exceptions.SoSentryException</ExceptionType></ExceptionInfo>";
    const { url } = await stubUpstream(({ operation }) => responseTo(operation, "<Response>v</Response>", header));
    const { data, errors } = await (await graphqlOver(url)).ask(keyValue);
    expect(data).toEqual({ keyValue: null });
    expect(errors).toMatchObject([{ message: "Nei æ", extensions: { code: "FORBIDDEN" } }]);
  });

  test("as a fault, with its text", async () => {
    const { url } = await stubUpstream(() => fault("  Kan ikke: 00123 {env.HOME} &#xE6;"));
    const { errors } = await (await graphqlOver(url)).ask(keyValue);
    expect(errors).toMatchObject([{ message: "  Kan ikke: 00123 {env.HOME} æ" }]);
  });
});

test("numbers, truths and enumerations are what their types say", async () => {
  const content =
    "<Response><ErpConnectionId>2147483647</ErpConnectionId><Active>1</Active><AllAccess>false</AllAccess></Response>";
  expect(await read("{ connection(erpConnectionId: 1) { erpConnectionId active allAccess } }", content)).toEqual({
    erpConnectionId: 2147483647,
    active: true,
    allAccess: false,
  });
  const { url, received } = await stubUpstream(({ operation }) => responseTo(operation, "<Response/>"));
  const { errors } = await (await graphqlOver(url)).ask("{ connection(erpConnectionId: 2147483648) { active } }");
  expect(errors).toHaveLength(1);
  expect(received).toEqual([]);
});
