import { describe, expect, test } from "vitest";
import { type CompareOptions, compareEnvelopes, type Difference } from "../src/index.ts";

const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
const soap12 = "http://www.w3.org/2003/05/soap-envelope";
const contract = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** An envelope with this in its body; `n` is the contract's prefix, `i` the instance namespace's. */
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
  const cases: Record<string, [received: string, expected: string, differences: Difference[]]> = {
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
    expect(compareEnvelopes(received, expected)).toEqual(differences);
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
    [["Date"], true],
    [["Key/UpdatedDate"], true],
  ];
  test.each(cases)("ignore %j", (ignore, differs) => {
    expect(compareEnvelopes(dated("2021"), dated("2022"), { ignore }).length > 0).toBe(differs);
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
