import { describe, expect, test } from "vitest";
import { type CompareOptions, compareEnvelopes, type Difference } from "../../src/index.ts";

const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
const soap12 = "http://www.w3.org/2003/05/soap-envelope";
const contract = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** Returns an envelope with this body; `n` is the contract's prefix, `i` the instance namespace's. */
function envelope(body: string, header = ""): string {
  const namespaces = `xmlns:s="${soap11}" xmlns:n="${contract}" xmlns:i="${instance}"`;
  return `<s:Envelope ${namespaces}>${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

const key = (members: string) => envelope(`<n:Save><n:ForeignKey>${members}</n:ForeignKey></n:Save>`);

describe("mean the same", () => {
  const expected = key("<n:Key>a&amp;b</n:Key><n:Value></n:Value>");
  const same: Record<string, string> = {
    "other prefixes": `<e:Envelope xmlns:e="${soap11}"><e:Body><Save xmlns="${contract}"><ForeignKey><Key>a&amp;b</Key><Value/></ForeignKey></Save></e:Body></e:Envelope>`,
    "white space between elements": key("\n  <n:Key>a&amp;b</n:Key>\r\n\t<n:Value></n:Value>\n"),
    "comments, instructions and CDATA": key("<!-- c --><?p i?><n:Key><![CDATA[a&b]]></n:Key><n:Value/>"),
    "character references": key("<n:Key>&#x61;&#38;b</n:Key><n:Value/>"),
    "an XML declaration and a byte order mark": `\ufeff<?xml version="1.0"?>\n${expected}\n`,
    "types on one side": key(`<n:Key i:type="x:string" xmlns:x="urn:x">a&amp;b</n:Key><n:Value/>`),
    "nil that says false": key(`<n:Key i:nil="false">a&amp;b</n:Key><n:Value i:nil="0"/>`),
  };
  test.each(Object.entries(same))("%s", (_name, received) => {
    expect(compareEnvelopes(received, expected)).toEqual([]);
    expect(compareEnvelopes(expected, received)).toEqual([]);
  });

  test("attributes in another order", () => {
    const [one, other] = [`<n:Save a="1" b="2"/>`, `<n:Save b='2' a='1'/>`];
    expect(compareEnvelopes(envelope(one), envelope(other))).toEqual([]);
  });

  test("types under other prefixes", () => {
    const typed = (prefix: string) => `<n:Save><n:Id xmlns:${prefix}="urn:x" i:type="${prefix}:int">1</n:Id></n:Save>`;
    expect(compareEnvelopes(envelope(typed("a")), envelope(typed("b")))).toEqual([]);
  });

  test("blanks in an operation's element that has no parameters", () => {
    expect(compareEnvelopes(envelope("<n:SyncAll>\n   </n:SyncAll>"), envelope("<n:SyncAll/>"))).toEqual([]);
  });
});

describe("differ", () => {
  const path = "Body/Save/ForeignKey";
  type Expected = Omit<Difference, "line" | "column">;
  const cases: Record<string, [received: string, expected: string, differences: Expected[]]> = {
    "in a text": [
      key("<n:RecordId>2</n:RecordId>"),
      key("<n:RecordId>1</n:RecordId>"),
      [{ path: `${path}/RecordId`, kind: "text", expected: '"1"', received: '"2"' }],
    ],
    "in blanks of a text": [
      key("<n:Key> a\t</n:Key>"),
      key("<n:Key>a</n:Key>"),
      [{ path: `${path}/Key`, kind: "text", expected: '"a"', received: '" a\\t"' }],
    ],
    "in a text of blanks": [
      key("<n:Key>  </n:Key>"),
      key("<n:Key></n:Key>"),
      [{ path: `${path}/Key`, kind: "text", expected: '""', received: '"  "' }],
    ],
    "in nil": [
      key("<n:Key></n:Key>"),
      key(`<n:Key i:nil="true"/>`),
      [{ path: `${path}/Key`, kind: "nil", expected: "nil", received: '""' }],
    ],
    "by an element that is missing": [
      key("<n:Key>a</n:Key>"),
      key("<n:Key>a</n:Key><n:Value>b</n:Value>"),
      [{ path: `${path}/Value`, kind: "missing", expected: '"b"', received: "nothing" }],
    ],
    "by elements that nobody expected": [
      key("<n:Key>a</n:Key><n:By><n:Id>1</n:Id><n:Name/></n:By>"),
      key("<n:Key>a</n:Key>"),
      [{ path: `${path}/By`, kind: "unexpected", expected: "nothing", received: "elements Id, Name" }],
    ],
    "by all members that an entity has": [
      key(""),
      key("<n:Key>a</n:Key>"),
      [{ path: `${path}/Key`, kind: "missing", expected: '"a"', received: "nothing" }],
    ],
    "in the second of several": [
      key("<n:Id>1</n:Id><n:Id>3</n:Id>"),
      key("<n:Id>1</n:Id><n:Id>2</n:Id>"),
      [{ path: `${path}/Id[2]`, kind: "text", expected: '"2"', received: '"3"' }],
    ],
    "in the order of elements": [
      key("<n:B/><n:A/><n:C/><n:D/>"),
      key("<n:A/><n:B/><n:C/><n:D/>"),
      [{ path, kind: "order", expected: "first A, B, C", received: "first B, A, C" }],
    ],
    "in an attribute": [
      envelope(`<n:Save id="1" more="x"/>`),
      envelope(`<n:Save id="2" n:id="3"/>`),
      [
        { path: "Body/Save/@id", kind: "attribute", expected: '"2"', received: '"1"' },
        { path: `Body/Save/@{${contract}}id`, kind: "attribute", expected: '"3"', received: "nothing" },
        { path: "Body/Save/@more", kind: "attribute", expected: "nothing", received: '"x"' },
      ],
    ],
    "in a type that both have": [
      key(`<n:Id xmlns:x="urn:x" i:type="x:int">1</n:Id>`),
      key(`<n:Id xmlns:x="urn:y" i:type="x:int">1</n:Id>`),
      [{ path: `${path}/Id`, kind: "type", expected: "type {urn:y}int", received: "type {urn:x}int" }],
    ],
    "in the version of the contract, told once": [
      key(`<n:Key i:type="n:Text">a</n:Key>`).replaceAll("Services88", "Services87"),
      key(`<n:Key i:type="n:Text">a</n:Key>`),
      [
        {
          path: "Body/Save",
          kind: "namespace",
          expected: `namespace ${contract}`,
          received: `namespace ${contract.replace("88", "87")}`,
        },
      ],
    ],
    "in an element's namespace and not in its type": [
      key(`<x:Id xmlns:x="urn:x" i:type="n:Id">1</x:Id>`),
      key(`<n:Id i:type="n:Id">1</n:Id>`),
      [{ path: `${path}/Id`, kind: "namespace", expected: `namespace ${contract}`, received: "namespace urn:x" }],
    ],
    "by a text where there were elements": [
      key("<n:By>a</n:By>"),
      key("<n:By>\n<n:Id/>\n</n:By>"),
      [
        { path: `${path}/By`, kind: "text", expected: "elements Id", received: '"a"' },
        { path: `${path}/By/Id`, kind: "missing", expected: '""', received: "nothing" },
      ],
    ],
    "in the version of SOAP, told once": [
      key("<n:Key>a</n:Key>").replaceAll(soap11, soap12),
      key("<n:Key>a</n:Key>"),
      [{ path: "Envelope", kind: "namespace", expected: `namespace ${soap11}`, received: `namespace ${soap12}` }],
    ],
    "by not being an envelope": [
      "<html/>",
      key(""),
      [{ path: "Envelope", kind: "name", expected: "Envelope", received: "html" }],
    ],
  };
  test.each(Object.entries(cases))("%s", (_name, [received, expected, differences]) => {
    expect(compareEnvelopes(received, expected)).toMatchObject(differences);
  });

  test("at a line and a column of the expected envelope", () => {
    const one =
      '\ufeff<?xml version="1.0"?>\r\n<E>\n  <Body a="1"><Save>\n    <Key>😀</Key><Id>1</Id>\n  </Save></Body>\n</E>';
    const other = '<E><Body a="2"><Save><Key>a</Key><Name>b</Name></Save></Body></E>';
    const places = compareEnvelopes(other, one).map(({ kind, path, line, column }) => [kind, path, line, column]);
    expect(places).toEqual([
      ["attribute", "Body/@a", 3, 3],
      ["text", "Body/Save/Key", 4, 5],
      ["missing", "Body/Save/Id", 4, 18],
      ["unexpected", "Body/Save/Name", 3, 15],
    ]);
  });

  test.each([
    ["a blank that does not break", "a b", "a\u{a0}b", '"a\\u00a0b"'],
    ["a space of no width", "ab", "a\u{200b}b", '"a\\u200bb"'],
    ["a byte order mark", "a", "\u{feff}a", '"\\ufeffa"'],
    ["a letter that is two characters", "\u{e9}", "e\u{301}", '"e\\u0301"'],
    ["a tag of language", "a", "a\u{e0041}", '"a\\u{e0041}"'],
  ])("in a character that does not show: %s", (_name, text, other, shown) => {
    const [one, two] = [text, other].map((value) => key(`<n:Key>${value}</n:Key>`));
    expect(compareEnvelopes(two!, one!)).toMatchObject([{ expected: `"${text}"`, received: shown }]);
  });

  test("in a long text, which is cut", () => {
    const [difference] = compareEnvelopes(key(`<n:Key>${"x".repeat(200)}</n:Key>`), key("<n:Key/>"));
    expect(difference?.received).toBe(`"${"x".repeat(80)}…"`);
  });

  test("in long texts, around the place where they begin to differ", () => {
    const same = "x".repeat(200);
    const [difference] = compareEnvelopes(
      key(`<n:Key>${same}one${same}</n:Key>`),
      key(`<n:Key>${same}two${same}</n:Key>`),
    );
    expect(difference).toMatchObject({
      expected: `"…${"x".repeat(20)}two${"x".repeat(57)}…"`,
      received: `"…${"x".repeat(20)}one${"x".repeat(57)}…"`,
    });
  });

  test("in a secret value of a dictionary, which is not shown", () => {
    const pair = (value: string) => key(`<n:Pair><n:Key>PASSWORD</n:Key><n:Value>${value}</n:Value></n:Pair>`);
    const hidden = "a secret, which is not shown";
    expect(compareEnvelopes(pair("hunter2"), pair("hunter3"))).toMatchObject([{ expected: hidden, received: hidden }]);
    expect(compareEnvelopes(pair(""), pair("hunter3"))).toMatchObject([{ expected: hidden, received: '""' }]);
  });

  test("in secrets, which are not shown", () => {
    const header = (ticket: string) =>
      `<s:Header><n:Credentials><n:Ticket>${ticket}</n:Ticket></n:Credentials></s:Header>`;
    const user = (name: string) => `<n:Save><n:UserName>${name}</n:UserName></n:Save>`;
    const [one, other] = [envelope(user("7T:abc="), header("7T:abc=")), envelope(user("ADM0"), header("7T:xyz="))];
    const differences = compareEnvelopes(one, other);
    expect(JSON.stringify(differences)).not.toMatch(/abc=|xyz=/);
    expect(differences.map(({ received }) => received)).toEqual([
      "a secret, which is not shown",
      '"7T:1234abcxyzExample=="',
    ]);
  });
});

describe("overlook what they are told to", () => {
  const dated = (date: string) => key(`<n:Key>a</n:Key><n:UpdatedDate>${date}</n:UpdatedDate>`);
  const cases: [ignore: string[], differs: boolean][] = [
    [["UpdatedDate"], false],
    [["ForeignKey/UpdatedDate"], false],
    [["Body/Save"], false],
    [["/Body/Save/"], false],
    [["ForeignKey[1]/UpdatedDate"], false],
    [["Key"], true],
  ];
  test.each(cases)("ignore %j", (ignore, differs) => {
    expect(compareEnvelopes(dated("2021"), dated("2022"), { ignore }).length > 0).toBe(differs);
  });

  test("one of several siblings, by the number that a difference gives it", () => {
    const ids = (...texts: string[]) => key(texts.map((text) => `<n:Id>${text}</n:Id>`).join(""));
    const options: CompareOptions = { ignore: ["ForeignKey/Id[2]"] };
    expect(compareEnvelopes(ids("1", "2"), ids("1", "3"), options)).toEqual([]);
    expect(compareEnvelopes(ids("0", "2"), ids("1", "3"), options)).toMatchObject([
      { path: "Body/Save/ForeignKey/Id[1]" },
    ]);
  });

  test("an attribute, by the path that a difference gives it", () => {
    const [one, other] = [`<n:Save n:id="1" b="1"/>`, `<n:Save n:id="2" b="2"/>`].map((body) => envelope(body));
    const paths = compareEnvelopes(one!, other!).map(({ path }) => path);
    expect(paths).toEqual([`Body/Save/@{${contract}}id`, "Body/Save/@b"]);
    expect(compareEnvelopes(one!, other!, { ignore: paths })).toEqual([]);
    expect(compareEnvelopes(one!, other!, { ignore: ["Save/@b"] })).toMatchObject([{ path: paths[0] }]);
  });

  test("an element whose content is ignored must be there", () => {
    const options: CompareOptions = { ignore: ["UpdatedDate"] };
    expect(compareEnvelopes(key("<n:Key>a</n:Key>"), dated("2021"), options)).toMatchObject([{ kind: "missing" }]);
  });

  test("only the body", () => {
    const one = envelope("<n:Save>1</n:Save>", "<s:Header><n:TimeZone/></s:Header>").replaceAll(soap11, soap12);
    expect(compareEnvelopes(one, envelope("<n:Save>1</n:Save>"), { only: "body" })).toEqual([]);
    expect(compareEnvelopes(one, envelope("<n:Save>2</n:Save>"), { only: "body" })).toMatchObject([
      { path: "Body/Save" },
    ]);
  });
});

describe("refuse to ignore what cannot be there", () => {
  const one = key(`<n:Own id="1">a</n:Own>`);

  test.each([
    "UpdatedDate",
    "ForeignKey/UpdatedDate",
    "Own",
    "Own/@id",
    "Header/Credentials/Ticket",
    "Credentials/Ticket",
    "Body/GetKeyResponse/Response",
    "SystemInfo/DatabaseVersion",
    "ForeignKey[7]/Key",
    "StringKeyValuePair/Value",
    "ChildItems/MDOListItem/ChildItems",
    "InnerException/FriendlyText",
    "CreatedBy/UserName",
    "Fault/faultstring",
  ])("but not %s, which the contract or an envelope has", (path) => {
    expect(compareEnvelopes(one, one, { ignore: [path] })).toEqual([]);
  });

  test.each([
    ["UpdatedDat", "UpdatedDate"],
    ["updateddate", "UpdatedDate"],
    ["crm:UpdatedDate", "UpdatedDate"],
    ["ForeignKey/UpdatedDat", "ForeignKey/UpdatedDate"],
    ["Own/@ids", "Own/@id"],
    ["Credential/Ticket", "Credentials/Ticket"],
    ["Key/UpdatedDate", undefined],
    ["Ticket/Credentials", undefined],
    ["Nonsense", undefined],
    ["*", undefined],
    ["", undefined],
  ])("%j", (path, meant) => {
    const hint = meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`;
    const reason = `nothing can match the ignored path ${JSON.stringify(path)}: neither the envelopes nor NetServer's contract have it`;
    expect(() => compareEnvelopes(one, one, { ignore: ["UpdatedDate", path] })).toThrow(new RangeError(reason + hint));
  });
});

test("what is no XML is an error that says which and where", () => {
  expect(() => compareEnvelopes("<a>\n<b></a>", "<a/>")).toThrow(
    expect.objectContaining({
      name: "XmlSyntaxError",
      message: "the received envelope is not well-formed XML: unexpected close tag at 2:7",
      line: 2,
      column: 7,
    }),
  );
  expect(() => compareEnvelopes("<a/>", "")).toThrow(/^the expected envelope is not well-formed XML: /);
});
