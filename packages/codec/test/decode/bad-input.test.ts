import { chunksOf } from "@superoffice-soap/testkit";
import { describe, expect, test } from "vitest";
import { createDecoder, DecodeError, decodeMessage } from "../../src/index.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const bytes = new TextEncoder();

function envelope(body: string, attributes = ""): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${tns}"${attributes}>\n<s:Body>${body}</s:Body></s:Envelope>`;
}

function getKey(members: string): string {
  return envelope(`<GetKey>${members}</GetKey>`);
}

/** The message of the DecodeError that a function throws. */
function thrownBy(decode: () => unknown): string {
  try {
    decode();
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
  return "nothing was thrown";
}

function withoutPlace(message: string): string {
  return message.replace(/ \(\d+:\d+\)$/, "");
}

const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";
const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
const utf16 = Uint8Array.of(0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00);

const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["nothing", "", "[xml_malformed] document must contain a root element (1:1)"],
  ["no XML", "hello", "[xml_malformed] text data outside of root node (1:2)"],
  ["JSON", '{"a":1}', "[xml_malformed] text data outside of root node (1:2)"],
  [
    "HTML",
    "<html><body/></html>",
    "[envelope_invalid] expected a SOAP 1.1 or 1.2 Envelope but found <html> in no namespace (1:7)",
  ],
  [
    "another namespace",
    '<Envelope xmlns="urn:x"/>',
    "[envelope_invalid] expected a SOAP 1.1 or 1.2 Envelope but found <Envelope> in urn:x (1:26)",
  ],
  [
    "an unknown version",
    envelope("<GetKey/>").replaceAll("Services88", "Services99"),
    "[services_unknown] http://www.superoffice.net/ws/crm/NetServer/Services99 is no namespace of the contract (Services75 to Services88) at Body/GetKey (2:18)",
  ],
  [
    "a version in the wrong case",
    envelope("<GetKey/>").replaceAll("Services88", "services88"),
    "[services_unknown] http://www.superoffice.net/ws/crm/NetServer/services88 is no namespace of the contract (Services75 to Services88); did you mean Services88? at Body/GetKey (2:18)",
  ],
  [
    "no namespace",
    envelope('<GetKey xmlns=""/>'),
    "[services_unknown] the element has no namespace (Services75 to Services88) at Body/GetKey (2:27)",
  ],
  [
    "an unknown operation",
    envelope("<GetKeys/>"),
    "[operation_unknown] Services88 has no operation for <GetKeys> at Body/GetKeys (2:19)",
  ],
  ["an empty Body", envelope(""), "[envelope_invalid] the envelope's Body is empty (2:31)"],
  [
    "a second operation",
    envelope("<GetKey/><GetKey/>"),
    "[element_unexpected] the Body has a second element, <GetKey> at Body/GetKey (2:27)",
  ],
  [
    "text for a number",
    getKey("<RecordId>abc</RecordId>"),
    '[value_invalid] "abc" is no xs:int at Body/GetKey/RecordId (2:27)',
  ],
  [
    "too large a number",
    getKey("<RecordId>2147483648</RecordId>"),
    '[value_invalid] "2147483648" is no xs:int at Body/GetKey/RecordId (2:27)',
  ],
  [
    "a number in another notation",
    getKey("<RecordId>1e5</RecordId>"),
    '[value_invalid] "1e5" is no xs:int at Body/GetKey/RecordId (2:27)',
  ],
  [
    "an element in text",
    getKey("<KeyName><b/></KeyName>"),
    "[element_unexpected] <b> stands where only text may at Body/GetKey/KeyName/b (2:30)",
  ],
  [
    "text between members",
    getKey("<KeyName/>x"),
    "[element_unexpected] there is text where only elements may stand at Body/GetKey (2:28)",
  ],
  [
    "a doctype",
    `<!DOCTYPE a [<!ENTITY e "x">]>${getKey("<KeyName>&e;</KeyName>")}`,
    "[doctype_refused] SOAP forbids a document type declaration (1:10)",
  ],
  ["an entity", getKey("<KeyName>&e;</KeyName>"), "[xml_malformed] undefined entity at Body/GetKey/KeyName (2:29)"],
  ["an unclosed element", getKey("<KeyName>"), "[xml_malformed] unexpected close tag at Body/GetKey/KeyName (2:35)"],
  [
    "an ampersand in text",
    getKey("<KeyName>Smith & Sons</KeyName>"),
    "[xml_malformed] disallowed character in entity name at Body/GetKey/KeyName (2:34)",
  ],
  [
    "an ampersand in text, and a semicolon later",
    getKey("<KeyName>Smith & Sons</KeyName><TableName>;</TableName>"),
    "[xml_malformed] disallowed character in entity name at Body/GetKey/KeyName (2:34)",
  ],
  [
    "an ampersand at the end of a text",
    getKey("<KeyName>Smith &</KeyName>"),
    "[xml_malformed] disallowed character in entity name at Body/GetKey/KeyName (2:33)",
  ],
  [
    "an ampersand in an attribute",
    getKey('<KeyName a="b & c"/>'),
    "[xml_malformed] disallowed character in entity name at Body/GetKey (2:33)",
  ],
  [
    "a reference without its semicolon",
    getKey("<KeyName>&#10</KeyName>"),
    "[xml_malformed] malformed character entity at Body/GetKey/KeyName (2:30)",
  ],
  [
    "an ampersand in a list",
    envelope(
      "<GetAllConnectionsResponse><Response><ErpConnection><DisplayName>a & b</DisplayName></ErpConnection></Response></GetAllConnectionsResponse>",
    ),
    "[xml_malformed] disallowed character in entity name at Body/GetAllConnectionsResponse/Response/ErpConnection/DisplayName (2:78)",
  ],
  [
    "a less-than sign in text",
    getKey("<KeyName>a < b</KeyName>"),
    "[xml_malformed] disallowed character in tag name at Body/GetKey/KeyName (2:30)",
  ],
  [
    "an attribute whose quotes are not closed",
    getKey('<KeyName a="b></KeyName>'),
    "[xml_malformed] disallowed character at Body/GetKey (2:32)",
  ],
  [
    "another end tag at the very end",
    `${getKey("").slice(0, -"s:Envelope>".length)}s:Envelop>`,
    "[xml_malformed] unexpected close tag (2:47)",
  ],
  ...["&", "&am", "&#", "&#x1F98", "&#1"].map(
    (reference) =>
      [
        `a document that is cut after ${reference}`,
        getKey(`<KeyName>a${reference}`).split("</")[0] ?? "",
        `[xml_truncated] <KeyName> is not closed at Body/GetKey/KeyName (2:${27 + reference.length})`,
      ] as const,
  ),
  [
    "a list that is cut inside of an item",
    envelope("<GetAllConnectionsResponse><Response><ErpConnection><DisplayName>a").split("</")[0] ?? "",
    "[xml_truncated] <DisplayName> is not closed at Body/GetAllConnectionsResponse/Response/ErpConnection/DisplayName (2:75)",
  ],
  [
    "an ampersand in CDATA that is cut",
    getKey("<KeyName><![CDATA[a & b").split("</")[0] ?? "",
    "[xml_truncated] <KeyName> is not closed at Body/GetKey/KeyName (2:40)",
  ],
  [
    "a document that is cut inside of its first tag",
    '<?xml version="1.0"?>\n<s:Envelope xmlns:s="http://sch',
    "[xml_truncated] the document ends inside of a tag (2:32)",
  ],
  [
    "a document that is cut inside of its declaration",
    "<?xml ver",
    "[xml_truncated] the document ends inside of a tag (1:10)",
  ],
  ["a declaration alone", '<?xml version="1.0"?>', "[xml_malformed] document must contain a root element (1:22)"],
  ["a cut document", getKey("<KeyName/>").slice(0, -20), "[xml_truncated] <Body> is not closed at Body (2:38)"],
  [
    "a name that begins with a colon",
    getKey("<:KeyName>k</:KeyName>"),
    '[xml_malformed] the prefix of ":KeyName" is not declared at Body/GetKey/:KeyName (2:27)',
  ],
  [
    "a declaration of a prefix without a name",
    '<Envelope xmlns:="http://schemas.xmlsoap.org/soap/envelope/"><Body/></Envelope>',
    '[xml_malformed] the prefix of "xmlns:" is not declared (1:62)',
  ],
  [
    "an undeclared prefix of an attribute",
    envelope('<TestConnectionByConfig><ConfigFields xsi:nil="true"/></TestConnectionByConfig>'),
    '[xml_malformed] the prefix of "xsi:nil" is not declared at Body/TestConnectionByConfig/ConfigFields (2:63)',
  ],
  [
    "an undeclared prefix of an attribute that counts for nothing",
    getKey('<Unknown a="1" b:c="2" xml:lang="en"/>'),
    '[xml_malformed] the prefix of "b:c" is not declared at Body/GetKey/Unknown (2:55)',
  ],
  [
    "an undeclared prefix of an attribute inside of a header block that is skipped",
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><a><b c:d=""/></a></s:Header></s:Envelope>',
    '[xml_malformed] the prefix of "c:d" is not declared at Header/a/b (1:89)',
  ],
  [
    "two attributes with one name in one namespace",
    getKey(
      `<KeyName ${["i", "j"].map((prefix) => `xmlns:${prefix}="${schemaInstance}" ${prefix}:nil="true"`).join(" ")}/>`,
    ),
    '[xml_malformed] "i:nil" and "j:nil" are the same attribute at Body/GetKey/KeyName (2:157)',
  ],
  [
    "an attribute with two colons",
    envelope('<GetKey i:nil:nil="true"/>', ` xmlns:i="${schemaInstance}"`),
    '[xml_malformed] the prefix of "i:nil:nil" is not declared at Body/GetKey (2:35)',
  ],
  ...[
    ['xmlns:q=""', "xmlns:q"],
    ['xmlns:xml="urn:q"', "xmlns:xml"],
    ['xmlns:xmlns="urn:q"', "xmlns:xmlns"],
    ['xmlns:q::="urn:q"', "xmlns:q::"],
    ['xmlns="http://www.w3.org/2000/xmlns/"', "xmlns"],
    ['xmlns:q="http://www.w3.org/XML/1998/namespace"', "xmlns:q"],
  ].map(
    ([declaration = "", name]) =>
      [
        `the declaration ${declaration}`,
        getKey(`<a ${declaration}/>`),
        `[xml_malformed] "${name}" may not be declared so at Body/GetKey/a (2:${22 + declaration.length})`,
      ] as const,
  ),
  [
    "an undeclared prefix",
    envelope("<x:GetKey/>"),
    '[xml_malformed] the prefix of "x:GetKey" is not declared at Body/x:GetKey (2:20)',
  ],
  [
    "an attribute twice",
    getKey('<KeyName a="1" a="2"/>'),
    "[xml_malformed] duplicate attribute: a at Body/GetKey (2:39)",
  ],
  [
    "a control character",
    getKey("<KeyName>\u0001</KeyName>"),
    "[xml_malformed] disallowed character at Body/GetKey/KeyName (2:27)",
  ],
  [
    "a reference to what is no character",
    getKey("<KeyName>&#x110000;</KeyName>"),
    "[xml_malformed] malformed character entity at Body/GetKey/KeyName (2:36)",
  ],
  ["another version of XML", `<?xml version="1.1"?>${getKey("")}`, "[xml_malformed] XML 1.1 is not supported (1:22)"],
  [
    "another encoding, declared",
    `<?xml version="1.0" encoding="ISO-8859-1"?>${getKey("")}`,
    '[encoding_unsupported] the encoding "ISO-8859-1" is not supported, only UTF-8 is (1:44)',
  ],
  ["another encoding, marked", utf16, "[encoding_unsupported] the bytes are not UTF-8 (1:1)"],
  [
    "a byte of Latin-1",
    Uint8Array.of(...bytes.encode("<a>"), 0xe6, 0x3c),
    "[envelope_invalid] expected a SOAP 1.1 or 1.2 Envelope but found <a> in no namespace (1:4)",
  ],
  [
    "a byte of Latin-1 in an envelope",
    Uint8Array.of(...bytes.encode(envelope("")), 0xe6, 0x3c),
    "[encoding_unsupported] the bytes are not UTF-8 (2:31)",
  ],
  [
    "a character that is cut",
    Uint8Array.of(...bytes.encode("<a>"), 0xf0, 0x9f),
    "[envelope_invalid] expected a SOAP 1.1 or 1.2 Envelope but found <a> in no namespace (1:4)",
  ],
  [
    "two pairs with one key",
    envelope(
      "<TestConnectionByConfig><ConfigFields><StringKeyValuePair><Key>a</Key><Value/></StringKeyValuePair><StringKeyValuePair><Key>a</Key><Value/></StringKeyValuePair></ConfigFields></TestConnectionByConfig>",
    ),
    '[value_invalid] the dictionary has two pairs with the Key "a" at Body/TestConnectionByConfig/ConfigFields (2:169)',
  ],
  [
    "a pair that is nil",
    envelope(
      '<TestConnectionByConfig><ConfigFields><StringKeyValuePair i:nil="true"/></ConfigFields></TestConnectionByConfig>',
      ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance"',
    ),
    "[value_invalid] a pair of the dictionary has no Key at Body/TestConnectionByConfig/ConfigFields (2:81)",
  ],
  [
    "a pair without a key",
    envelope(
      "<TestConnectionByConfig><ConfigFields><StringKeyValuePair><Value/></StringKeyValuePair></ConfigFields></TestConnectionByConfig>",
    ),
    "[value_invalid] a pair of the dictionary has no Key at Body/TestConnectionByConfig/ConfigFields (2:96)",
  ],
  [
    "an item of a value type that is nil, as one that is empty",
    envelope(
      `<SaveErpConnectionSyncPriorities><ErpConnectionIds xmlns:a="${arrays}"><a:int>1</a:int><a:int i:nil="true"/></ErpConnectionIds></SaveErpConnectionSyncPriorities>`,
      ` xmlns:i="${schemaInstance}"`,
    ),
    "[value_invalid] nil is no xs:int at Body/SaveErpConnectionSyncPriorities/ErpConnectionIds/int (2:165)",
  ],
  [
    "an unknown name of an enumeration",
    envelope("<GetCrmActorType><ErpActorType>customer</ErpActorType></GetCrmActorType>"),
    '[value_invalid] "customer" is no ErpActorType at Body/GetCrmActorType/ErpActorType (2:40)',
  ],
];

describe.each(cases)("%s", (_name, input, message) => {
  test("is refused with code, path and place", () => {
    expect(thrownBy(() => decodeMessage(input))).toBe(message);
  });

  test("is refused with the same words however the bytes are cut", () => {
    const whole = typeof input === "string" ? bytes.encode(input) : input;
    const decoder = createDecoder();
    const decode = () => {
      for (const chunk of chunksOf(whole, Array.from(whole.keys()))) decoder.write(chunk);
      decoder.end();
    };
    // A tokenizer that has read less when it stumbles has not come as far.
    expect(withoutPlace(thrownBy(decode))).toBe(withoutPlace(message));
  });
});

test("a decoder that was asked for the form refuses what it refuses otherwise", () => {
  const wrong = `${getKey("")}junk`;
  const decoder = () => {
    const asked = createDecoder();
    asked.write(wrong);
    expect(asked.dialect()).toBe("wcf");
    return asked;
  };
  expect(thrownBy(() => decoder().end())).toBe(thrownBy(() => decodeMessage(wrong)));
  expect(thrownBy(() => decoder().write(" "))).toBe(thrownBy(() => decodeMessage(wrong)));
});

test("elements nested deeper than 64 are refused, and the limit is an option", () => {
  const nested = (depth: number) => getKey("<x>".repeat(depth - 3) + "</x>".repeat(depth - 3));
  expect(() => decodeMessage(nested(64))).not.toThrow();
  expect(() => decodeMessage(nested(65))).toThrow("[limit_exceeded] more than 64 elements deep");
  expect(() => decodeMessage(nested(10), { maxDepth: 9 })).toThrow("[limit_exceeded] more than 9 elements deep");
});

test("an operation that is not the expected one is refused", () => {
  const expecting = (expect: object) => () => decodeMessage(getKey(""), { expect });
  expect(expecting({ agent: "ErpSync" })).toThrow("GetKey is an operation of ForeignSystem, not of ErpSync");
  expect(expecting({ services: "Services87" })).toThrow("expected a message of Services87 but found one of Services88");
  expect(expecting({ operation: "GetKeyValue" })).toThrow("expected GetKeyValue but found <GetKey>");
});

const long = "n".repeat(32_000);

test.each([
  ["the root", `<${long}/>`, "envelope_invalid"],
  ["the root's namespace", `<Envelope xmlns="${long}"/>`, "envelope_invalid"],
  ["an operation", envelope(`<${long}/>`), "operation_unknown"],
  ["an operation's namespace", envelope(`<GetKey xmlns="${long}"/>`), "services_unknown"],
  ["a second operation", envelope(`<GetKey/><${long}/>`), "element_unexpected"],
  ["an element in text", getKey(`<KeyName><${long}/></KeyName>`), "element_unexpected"],
  ["an element that is not closed", getKey(`<${long}>`).split("</")[0]!, "xml_truncated"],
  ["an element with an error inside", getKey(`<${long}>&e;</${long}>`), "xml_malformed"],
  ["an undeclared prefix", getKey(`<${long}:KeyName/>`), "xml_malformed"],
  ["an attribute twice", getKey(`<KeyName ${long}="1" ${long}="2"/>`), "xml_malformed"],
  ["a version of XML", `<?xml version="1.${"1".repeat(60_000)}"?>${getKey("")}`, "xml_malformed"],
])("%s with a name of thousands of characters makes a short message", (_name, input, code) => {
  const message = thrownBy(() => decodeMessage(input));
  expect(message).toContain(`[${code}]`);
  expect(message.length).toBeLessThan(1000);
});
