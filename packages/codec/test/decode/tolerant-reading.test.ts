import { int, nillable } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { FaultElement } from "../../src/decode/fault-element.ts";
import { planOf } from "../../src/decode/plan.ts";
import { type DecodeOptions, type DecodeWarning, decodeMessage, type Message } from "../../src/index.ts";
import { NamespaceScope } from "../../src/xml/namespace-scope.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

/** The options of a reading; `thorough` avoids the fast path by a comment. */
interface Reading extends DecodeOptions {
  readonly thorough?: boolean;
}

function decoded(xml: string, { thorough = false, ...options }: Reading): Message {
  return decodeMessage(thorough ? `<!---->${xml}` : xml, options);
}

function read(body: string, options: Reading = {}, header = ""): unknown {
  const xml = `<s:Envelope xmlns:s="${soap11}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="${tns}">${header}<s:Body>${body}</s:Body></s:Envelope>`;
  const message = decoded(xml, options);
  return message.kind === "fault" ? message : message.value;
}

const getKey = (members: string, options?: Reading) => read(`<GetKey>${members}</GetKey>`, options);

describe("text is kept to the character", () => {
  test.each([
    ["leading and trailing blanks", "<KeyName>  a \t</KeyName>", "  a \t"],
    ["numbers that are text", "<KeyName>00123</KeyName>", "00123"],
    ["character references", "<KeyName>&#xE6;&#13;&#x1F980;&lt;</KeyName>", "æ\r\u{1f980}<"],
    ["a raw line break of Windows, which XML reads as a line feed", "<KeyName>a\r\nb</KeyName>", "a\nb"],
    ["CDATA", "<KeyName>a<![CDATA[<b> & ]]>c</KeyName>", "a<b> & c"],
    ["a comment inside", "<KeyName>a<!-- no -->b</KeyName>", "ab"],
    ["a processing instruction inside", "<KeyName>a<?no?>b</KeyName>", "ab"],
    ["what looks like a placeholder", "<KeyName>{env.HOME}</KeyName>", "{env.HOME}"],
  ])("%s", (_name, members, text) => {
    expect(getKey(members)).toStrictEqual({ KeyName: text });
  });
});

test("nil, absent and empty are three things", () => {
  expect(getKey('<KeyName i:nil="true"/>')).toStrictEqual({ KeyName: null });
  expect(getKey("<KeyName/>")).toStrictEqual({ KeyName: "" });
  expect(getKey("")).toStrictEqual({});
  expect(getKey('<KeyName i:nil="1"></KeyName>')).toStrictEqual({ KeyName: null });
  expect(getKey('<KeyName i:nil="false">x</KeyName>')).toStrictEqual({ KeyName: "x" });
});

describe("a body that is empty", () => {
  const expect88 = { services: "Services88", agent: "ForeignSystem", operation: "GetApplicationKeys" } as const;
  const failed = "<s:Header><Succeeded>false</Succeeded></s:Header>";

  test("is the answer that is expected, where a header block says that the call has failed", () => {
    expect(read("", { expect: expect88 }, failed)).toStrictEqual({});
  });

  test.each<[string, DecodeOptions, string]>([
    ["nothing is expected", {}, failed],
    ["the operation is of another agent", { expect: { ...expect88, agent: "ErpSync" } }, failed],
    ["the block is of another version", { expect: { ...expect88, services: "Services87" } }, failed],
    ["the call has succeeded", { expect: expect88 }, failed.replace("false", "true")],
    ["no block says anything", { expect: expect88 }, ""],
  ])("is refused where %s", (_name, options, header) => {
    expect(() => read("", options, header)).toThrow("[envelope_invalid] the envelope's Body is empty");
  });
});

test("a value type that is sent empty was left out", () => {
  expect(getKey("<RecordId/>")).toStrictEqual({});
  expect(getKey("<RecordId> </RecordId>")).toStrictEqual({});
  expect(getKey("<RecordId> 5\n</RecordId>")).toStrictEqual({ RecordId: 5 });
});

const nilMembers: readonly (readonly [string, string, object])[] = [
  ["a number", '<RecordId i:nil="true"/>', {}],
  ["a number with an end tag of its own", '<RecordId i:nil="1"></RecordId>', {}],
  ["a moment", '<CreatedDate i:nil="true"/>', {}],
  ["flags", '<TableRight><Mask i:nil="true"/></TableRight>', { TableRight: {} }],
  ["a nillable text beside it", '<Key i:nil="true"/><RecordId i:nil="true"/>', { Key: null }],
  ["one that comes again with a value", '<RecordId i:nil="true"/><RecordId>5</RecordId>', { RecordId: 5 }],
];

describe("a value type that is sent nil was left out", () => {
  const saveKey = (members: string, options?: Reading) =>
    read(`<SaveForeignKey><ForeignKey>${members}</ForeignKey></SaveForeignKey>`, options);

  test.each(nilMembers)("%s", (_name, members, ForeignKey) => {
    expect(saveKey(members)).toStrictEqual({ ForeignKey });
    expect(saveKey(members, { thorough: true })).toStrictEqual({ ForeignKey });
  });

  test.each<Reading>([{}, { thorough: true }])(
    "or stands for its default where those are asked for, with %j",
    (options) => {
      const right = '<TableRight><Mask i:nil="true"/></TableRight>';
      expect(saveKey(right, { ...options, defaults: true })).toMatchObject({
        ForeignKey: { TableRight: { Mask: [] } },
      });
    },
  );

  test("an enumeration's name", () => {
    expect(read('<GetCrmActorType><ErpActorType i:nil="true"/></GetCrmActorType>')).toStrictEqual({});
  });

  test.each<Reading>([{}, { thorough: true }])("one that has members, with %j", (options) => {
    const license = (key: string, more: Reading = {}) =>
      read(
        `<GetSystemInfoResponse><SystemInfo><License><PublicKey>${key}</PublicKey></License></SystemInfo></GetSystemInfoResponse>`,
        { ...options, ...more },
      );
    const nil = '<OwnerName i:nil="true"/><Key i:nil="true"/>';
    expect(license(nil)).toStrictEqual({ SystemInfo: { License: { PublicKey: { OwnerName: null } } } });
    expect(license(nil, { defaults: true })).toMatchObject({
      SystemInfo: { License: { PublicKey: { Key: { Counter: 0, G: null } } } },
    });
  });

  test("a header block", () => {
    const succeeded = `<s:Header><Succeeded i:nil="true"/><ExceptionInfo i:nil="true"/></s:Header>`;
    const xml = `<s:Envelope xmlns:s="${soap11}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="${tns}">${succeeded}<s:Body><GetKeyResponse/></s:Body></s:Envelope>`;
    expect(decodeMessage(xml)).toHaveProperty("headers", { ExceptionInfo: null });
  });

  test("but not one whose schema allows null", () => {
    expect(planOf(int(), "Services88")).toMatchObject({ nilIsValue: false });
    expect(planOf(nillable(int()), "Services88")).toMatchObject({ nilIsValue: true });
  });
});

test("an empty duration was left out, as in the published samples", () => {
  const status = (members: string, options?: Reading) =>
    read(`<GetEngineStatusResponse><Response>${members}</Response></GetEngineStatusResponse>`, options);
  expect(status("<Interval/>")).toStrictEqual({ Response: {} });
  expect(status("<Interval> </Interval>", { thorough: true })).toStrictEqual({ Response: {} });
  expect(status("<Interval/>", { defaults: true })).toMatchObject({ Response: { Interval: "PT0S" } });
  expect(() => status("<Interval>PT</Interval>")).toThrow('[value_invalid] "PT" is no ser:duration');
});

test("flags that no version knows are kept", () => {
  const mask = (text: string, options?: Reading) =>
    read(
      `<SaveForeignKey><ForeignKey><TableRight><Mask>${text}</Mask></TableRight></ForeignKey></SaveForeignKey>`,
      options,
    );
  const Mask = ["Bogus", "Select", "constructor"];
  for (const options of [{}, { thorough: true }]) {
    expect(mask(" Bogus Select\n constructor", options)).toStrictEqual({ ForeignKey: { TableRight: { Mask } } });
  }
});

test("value types that were left out are filled in when asked for", () => {
  expect(getKey('<KeyName/><RecordId i:nil="true"/>', { defaults: true })).toStrictEqual({ KeyName: "", RecordId: 0 });
  expect(read("<SaveForeignKey><ForeignKey/></SaveForeignKey>", { defaults: true })).toStrictEqual({
    ForeignKey: { RecordId: 0, CreatedDate: "0001-01-01T00:00:00", UpdatedDate: "0001-01-01T00:00:00" },
  });
});

test("members may come in any order, and twice: the first counts", () => {
  expect(getKey("<RecordId>1</RecordId><KeyName>k</KeyName><RecordId>2</RecordId>")).toStrictEqual({
    RecordId: 1,
    KeyName: "k",
  });
});

test.each<Reading>([{}, { thorough: true }])("so may the halves of a dictionary's pair, with %j", (options) => {
  const fields = (pair: string) =>
    read(
      `<TestConnectionByConfig><ConfigFields><StringKeyValuePair>${pair}</StringKeyValuePair></ConfigFields></TestConnectionByConfig>`,
      options,
    );
  expect(fields("<Value>1</Value><Value>2</Value><Key>a</Key><Key>b</Key>")).toStrictEqual({
    ConfigFields: { a: "1" },
  });
  expect(fields('<Key>a</Key><Value i:nil="true"/><Value>2</Value>')).toStrictEqual({ ConfigFields: { a: null } });
});

test("prefixes, their scope and white space between elements do not matter", () => {
  const members = `
    <a:KeyName xmlns:a="${tns}">k</a:KeyName>
    <b:TableName xmlns:b="${tns}" i:type="x:string" xmlns:x="http://www.w3.org/2001/XMLSchema">contact</b:TableName>
    <b:DeviceName xmlns:b="urn:other">not ours</b:DeviceName>`;
  expect(getKey(members)).toStrictEqual({ KeyName: "k", TableName: "contact" });
});

test("150 declarations on one element are read", () => {
  const declarations = Array.from({ length: 150 }, (_, i) => ` xmlns:p${i}="urn:${i}"`).join("");
  expect(read(`<GetKey${declarations} xmlns:q="${tns}"><q:KeyName>k</q:KeyName></GetKey>`)).toStrictEqual({
    KeyName: "k",
  });
});

test("what is skipped is told, with its path and place", () => {
  const skipped: DecodeWarning[] = [];
  getKey('<KeyNam><of/></KeyNam><KeyName>a</KeyName><KeyName>b</KeyName><KeyName xmlns="urn:x"/>', {
    onWarning: (warning) => skipped.push(warning),
  });
  expect(skipped).toMatchObject([
    { path: "Body/GetKey/KeyNam", namespace: tns, reason: "unknown", suggestion: "KeyName", line: 1, column: 204 },
    { path: "Body/GetKey/KeyName", namespace: tns, reason: "repeated", detail: "comes twice" },
    { path: "Body/GetKey/KeyName", namespace: "urn:x", reason: "wrong-namespace", skipped: true },
  ]);
});

test("a byte order mark is skipped", () => {
  const xml = `\ufeff<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${soap11}"><s:Body><GetSystemInfo xmlns="${tns}"/></s:Body></s:Envelope>`;
  expect(decodeMessage(new TextEncoder().encode(xml))).toMatchObject({ operation: "GetSystemInfo", value: {} });
});

test("a dictionary's keys may be names that every object has", () => {
  const pair = (key: string, value: string) => `<StringKeyValuePair><Key>${key}</Key>${value}</StringKeyValuePair>`;
  const fields = read(
    `<TestConnectionByConfig><ConfigFields>${pair("__proto__", "<Value>p</Value>")}${pair("toString", "")}</ConfigFields></TestConnectionByConfig>`,
  ) as { ConfigFields: object };
  expect(Object.entries(fields.ConfigFields)).toStrictEqual([
    ["__proto__", "p"],
    ["toString", null],
  ]);
  expect(Object.getPrototypeOf(fields.ConfigFields)).toBe(Object.prototype);
});

test("an empty list, a nil list and a list with a nil item are three things", () => {
  const keys = (content: string) => read(`<GetDeviceKeysResponse>${content}</GetDeviceKeysResponse>`);
  expect(keys("<Response/>")).toStrictEqual({ Response: [] });
  expect(keys('<Response i:nil="true"/>')).toStrictEqual({ Response: null });
  expect(keys('<Response><ForeignKey i:nil="true"/></Response>')).toStrictEqual({ Response: [null] });
});

test("items of simple types are read in the namespace of arrays only", () => {
  const ids = (namespace: string) =>
    read(
      `<SaveErpConnectionSyncPriorities><ErpConnectionIds xmlns:a="${namespace}"><a:int>1</a:int></ErpConnectionIds></SaveErpConnectionSyncPriorities>`,
    );
  expect(ids(arrays)).toStrictEqual({ ErpConnectionIds: [1] });
  expect(ids(tns)).toStrictEqual({ ErpConnectionIds: [] });
});

describe("header blocks", () => {
  const message = (header: string) =>
    decodeMessage(
      `<s:Envelope xmlns:s="${soap11}" xmlns:n="${tns}"><s:Header>${header}</s:Header><s:Body><n:GetKey/></s:Body></s:Envelope>`,
    );

  test("are read in any order", () => {
    expect(
      message(
        "<n:Credentials><n:Ticket>7T:x</n:Ticket></n:Credentials><n:ApplicationToken>secret</n:ApplicationToken>",
      ),
    ).toMatchObject({ headers: { ApplicationToken: "secret", Credentials: { Ticket: "7T:x" } }, foreignHeaders: [] });
  });

  test("of others are told, and whether they demand to be understood", () => {
    const action = (attributes: string) => `<w:Action xmlns:w="urn:wsa" ${attributes}>x</w:Action>`;
    const foreign = (attributes: string) => (message(action(attributes)) as { foreignHeaders: unknown }).foreignHeaders;
    expect(foreign("")).toStrictEqual([{ namespace: "urn:wsa", name: "Action", mustUnderstand: false }]);
    expect(foreign('s:mustUnderstand="1"')).toMatchObject([{ mustUnderstand: true }]);
    expect(foreign('s:mustUnderstand=" 1 "')).toMatchObject([{ mustUnderstand: true }]);
    expect(foreign('s:mustUnderstand="0"')).toMatchObject([{ mustUnderstand: false }]);
    expect(foreign('s:mustUnderstand="1" s:actor="urn:somebody"')).toMatchObject([{ mustUnderstand: false }]);
  });

  test.each(["in Header", "beside Body"])("of others %s are kept up to 1,000", (where) => {
    const blocks = (count: number) => (where === "in Header" ? message : besideBody)("<a/>".repeat(count));
    const besideBody = (header: string) =>
      decodeMessage(
        `<s:Envelope xmlns:s="${soap11}" xmlns:n="${tns}">${header}<s:Body><n:GetKey/></s:Body></s:Envelope>`,
      );
    expect(blocks(1000)).toHaveProperty("foreignHeaders.length", 1000);
    expect(() => blocks(1001)).toThrow("[limit_exceeded] more than 1000 header blocks that are not the contract's at ");
  });

  test.each<Reading>([{}, { thorough: true }])("that come twice count once, wherever they are, with %j", (options) => {
    const blocks = (name: string) =>
      `<n:ApplicationToken>${name}</n:ApplicationToken><n:Credentials><n:Ticket>${name}</n:Ticket></n:Credentials>`;
    const xml = `<s:Envelope xmlns:s="${soap11}" xmlns:n="${tns}"><s:Header>${blocks("a")}${blocks("b")}</s:Header>${blocks("c")}<s:Body><n:GetKey/></s:Body></s:Envelope>`;
    expect(decoded(xml, options)).toHaveProperty("headers", {
      ApplicationToken: "a",
      Credentials: { Ticket: "a" },
    });
  });

  test("that come twice are told", () => {
    const skipped: string[] = [];
    const token = "<n:ApplicationToken/>";
    decodeMessage(
      `<s:Envelope xmlns:s="${soap11}" xmlns:n="${tns}"><s:Header>${token}</s:Header>${token}<s:Body><n:GetKey/></s:Body></s:Envelope>`,
      { onWarning: ({ path }) => skipped.push(path) },
    );
    expect(skipped).toStrictEqual(["ApplicationToken"]);
  });

  test("of another version than the body's do not count", () => {
    const other = tns.replace("88", "87");
    expect(message(`<ApplicationToken xmlns="${other}">x</ApplicationToken>`)).toMatchObject({ headers: {} });
  });
});

describe("the form of an envelope is recognised", () => {
  const body = `<s:Body><GetKey xmlns="${tns}"/></s:Body></s:Envelope>`;
  const soap12 = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">';
  test.each([
    ["wcf", `<s:Envelope xmlns:s="${soap11}">${body}`],
    ["soap12", soap12 + body],
    ["soap12", `${soap12}<s:Header/>${body}`],
    ["documented", `${soap12}<ApplicationToken xmlns="${tns}"/>${body}`],
  ])("%s", (dialect, xml) => {
    expect(decodeMessage(xml)).toMatchObject({ dialect });
  });
});

describe("faults", () => {
  test("of SOAP 1.1 with WCF's detail", () => {
    const fault = `<s:Fault><faultcode xmlns:a="urn:codes">a:InternalServiceFault</faultcode><faultstring xml:lang="en-US">It broke</faultstring>
      <detail><ExceptionDetail xmlns="http://schemas.datacontract.org/2004/07/System.ServiceModel"><Message>Inner</Message><Type>System.Exception</Type></ExceptionDetail></detail></s:Fault>`;
    expect(read(fault)).toStrictEqual({
      kind: "fault",
      dialect: "wcf",
      fault: {
        code: "server",
        message: "It broke",
        subcode: { namespace: "urn:codes", name: "InternalServiceFault" },
        detail: { type: "System.Exception", message: "Inner" },
      },
    });
  });

  test.each([
    ["s:MustUnderstand", { code: "mustUnderstand" }],
    ["Client", { code: "client" }],
    ["undeclared:Client", { code: "client" }],
    ["a:MustUnderstand", { code: "server", subcode: { namespace: "urn:codes", name: "MustUnderstand" } }],
    ["a:Server", { code: "server", subcode: { namespace: "urn:codes", name: "Server" } }],
    ["s:Client.Login", { code: "client", subcode: { namespace: soap11, name: "Client.Login" } }],
  ])("with the code %s", (code, fault) => {
    const xml = `<s:Fault><faultcode xmlns:a="urn:codes">${code}</faultcode><faultstring>No</faultstring></s:Fault>`;
    expect(read(xml)).toStrictEqual({ kind: "fault", dialect: "wcf", fault: { message: "No", ...fault } });
  });

  test("are read past what they have no part for", () => {
    const fault = `<s:Fault><a/>x<faultcode>s:Client</faultcode><b><faultstring>not ours</faultstring></b>
      <faultstring>No<c>thing</c></faultstring><faultstring>again</faultstring><detail/></s:Fault>`;
    expect(read(fault)).toMatchObject({ fault: { code: "client", message: "No" } });
  });

  test("keep one of each of their parts, and nothing else", () => {
    const name = (local: string) => ({ namespace: "", local });
    const fault = new FaultElement(NamespaceScope.outermost());
    const opened = ["a", "constructor", "faultcode", "faultcode", "Type", "detail", "detail"].map((local) =>
      fault.open(name(local), NamespaceScope.outermost()),
    );
    expect(opened.map((part) => part !== undefined)).toEqual([false, false, true, false, false, true, false]);
    const [, , code, , , detail] = opened;
    for (const part of [fault, code, detail]) part?.addText("text");
    expect([fault, code, detail].map((part) => part?.text)).toEqual(["", "text", ""]);
  });

  test("of SOAP 1.2", () => {
    const xml = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">No</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`;
    expect(decodeMessage(xml)).toStrictEqual({
      kind: "fault",
      dialect: "soap12",
      fault: { code: "client", message: "No" },
    });
  });
});
