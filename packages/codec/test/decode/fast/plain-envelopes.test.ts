import { isDeepStrictEqual } from "node:util";
import { arbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../../../test-support/property-runs.ts";
import { MessageDecoder } from "../../../src/decode/message-decoder.ts";
import {
  createDecoder,
  DecodeError,
  type DecodeOptions,
  decodeMessage,
  encodeRequest,
  encodeResponse,
} from "../../../src/index.ts";
import { DocumentTokenizer } from "../../../src/xml/document-tokenizer.ts";
import { FastPathUnsupported } from "../../../src/xml/fast/scanner.ts";
import { everyOperation } from "../../every-operation.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/** Returns the outcome of decoding an envelope: its message, or the error's text. */
function outcome(envelope: string, options: DecodeOptions = {}): unknown {
  try {
    return decodeMessage(envelope, options);
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** Returns the same as `outcome`, for the envelope in pieces of a length. */
function outcomeInPieces(envelope: string, options: DecodeOptions, length: number): unknown {
  try {
    const decoder = createDecoder(options);
    for (let at = 0; at < envelope.length; at += length) decoder.write(envelope.slice(at, at + length));
    return decoder.end();
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** Returns the same as `outcome`, without the fast path. */
function thoroughOutcome(envelope: string, options: DecodeOptions = {}): unknown {
  try {
    const decoder = new MessageDecoder(options);
    decoder.write(envelope);
    return decoder.end();
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

function getKey(members: string): string {
  const namespaces = `xmlns:b="${tns}" xmlns:c="${tns}" xmlns:i="${schemaInstance}" xmlns:x="http://www.w3.org/2001/XMLSchema"`;
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ${namespaces}><s:Body><GetKey xmlns="${tns}">${members}</GetKey></s:Body></s:Envelope>`;
}

/** Tells whether the fast path reads an envelope. */
function isPlain(envelope: string): boolean {
  try {
    const decoder = new MessageDecoder({}, undefined, (handler) => new DocumentTokenizer(handler));
    decoder.write(envelope);
    decoder.end();
    return true;
  } catch (error) {
    if (error instanceof FastPathUnsupported) return false;
    throw error;
  }
}

/** Requests and answers of every operation, in every form. */
const envelopes = fc.constantFrom(...everyOperation(["Services88"])).chain(({ schema, ...of }) =>
  fc
    .record({
      value: arbitrary(schema) as fc.Arbitrary<object>,
      dialect: fc.constantFrom("wcf", "soap12", "documented"),
    })
    .map(({ value, dialect }) =>
      of.direction === "request"
        ? encodeRequest({ ...of, input: value }, dialect)
        : encodeResponse({ ...of, output: value }, dialect),
    ),
);

const fragments = fc.constantFrom(
  ..."<>&;'\"/=:! \t\n\r\u0001\ud800\u{1f980}",
  ...[
    "<a>",
    "</a>",
    "<a/>",
    "<a b='c'/>",
    ' a="&lt;"',
    ' a="1" a="2"',
    ' xmlns:q="urn:q"',
    ' xmlns:q=""',
    ' xmlns:xml="urn:q"',
    ' q:nil="true"',
    ' xmlns:q="http://www.w3.org/2001/XMLSchema-instance" q:nil="true" i:nil="true"',
    ' i:nil:a="true"',
    ' xmlns="urn:q"',
    "<q:a>",
    "<a:b:c>",
    "<1>",
    "<é>",
  ],
  ...[
    "<!-- c -->",
    "<![CDATA[<&]]>",
    "<?p i?>",
    "<!DOCTYPE a>",
    "]]>",
    "&amp;",
    "&#xD;",
    "&#0;",
    "&#x110000;",
    "&x;",
    "&",
  ],
  ...[' i:nil="true"', ' xml:lang="en"', "\ufeff", '<?xml version="1.0"?>', " ", "x"],
);

/** After what a fragment is put: text, a tag's name, an attribute, anything. */
const wheres = [/[^<>]+(?=<\/)/g, /<[\w:]+(?=[ >])/g, /"(?=[ >])/g, /[\s\S]/g];

const place = fc.noBias(fc.nat(1_000_000));
const inserted = fc.record({ where: fc.constantFrom(...wheres), place, fragment: fragments });
const twinned = fc.record({ place });

/** An outcome without the place of its error: saxes gives another one to text outside of the root that comes in pieces. */
function unplaced(result: unknown): unknown {
  return typeof result === "string" ? result.replace(/ \(\d+:\d+\)$/, "") : result;
}

type Change = { where?: RegExp; place: number; fragment?: string };

/** An envelope with a fragment put somewhere, or with an element that has an empty twin before it. */
function changed(envelope: string, { where = /<([\w:]+)(?: [^<>]*)?>[^<>]*<\/\1>/g, place, fragment }: Change): string {
  const found = Array.from(envelope.matchAll(where));
  const chosen = found[place % found.length];
  if (chosen === undefined) return envelope;
  const [text, name] = chosen;
  const at = fragment === undefined ? chosen.index : chosen.index + text.length;
  return envelope.slice(0, at) + (fragment ?? `<${name}></${name}>`) + envelope.slice(at);
}

test("an envelope that is read quickly has the same outcome as one that is read thoroughly", () => {
  const headerBlocks = fc.constantFrom("in-header", "anywhere");
  const options = fc.record({ defaults: fc.boolean(), maxDepth: fc.constantFrom(64, 5), headerBlocks });
  const changes = fc.array(fc.oneof(inserted, twinned), { maxLength: 2 });
  const same = fc.property(
    envelopes,
    changes,
    options,
    fc.integer({ min: 1, max: 400 }),
    (original, made, read, length) => {
      const envelope = made.reduce(changed, original);
      const thorough = thoroughOutcome(envelope, read);
      expect(isDeepStrictEqual(outcome(envelope, read), thorough)).toBe(true);
      expect(isDeepStrictEqual(unplaced(outcomeInPieces(envelope, read, length)), unplaced(thorough))).toBe(true);
    },
  );
  fc.assert(same, { numRuns: propertyRuns(3000) });
});

test("an envelope that is cut anywhere is truncated, never malformed, in pieces too", () => {
  const texts = fc.string({ unit: fc.constantFrom(..."&<>\r\"'a;#") });
  const requests = texts.map((KeyName) =>
    encodeRequest({ services: "Services88", agent: "ForeignSystem", operation: "GetKey", input: { KeyName } }),
  );
  const cut = fc.property(
    fc.oneof(envelopes, requests),
    place,
    fc.integer({ min: 1, max: 400 }),
    (whole, at, length) => {
      const start = whole.search(/<[^?]/) + 1;
      const end = whole.lastIndexOf(">");
      const envelope = whole.slice(0, start + (at % (end - start)));
      expect(outcome(envelope)).toMatch(/^\[xml_truncated\] /);
      expect(outcomeInPieces(envelope, {}, length)).toBe(outcome(envelope));
    },
  );
  fc.assert(cut, { numRuns: propertyRuns(2000) });
});

test("what is written here is read quickly", () => {
  const quick = fc.property(envelopes, (envelope) => {
    expect(isPlain(envelope)).toBe(true);
  });
  fc.assert(quick, { numRuns: propertyRuns(1000) });
});

test.each([
  ["two prefixes for one namespace", "<b:KeyName>k</b:KeyName><c:RecordId>5</c:RecordId>"],
  ["a prefix that another element binds anew", '<KeyName xmlns:b="urn:other">k</KeyName><b:RecordId>5</b:RecordId>'],
  ["members out of order, and indented", "\n  <RecordId>5</RecordId>\n  <KeyName>k</KeyName>\n"],
  ["types said at every member", '<KeyName i:type="x:string">k</KeyName><RecordId i:type="x:int">5</RecordId>'],
  ["a default namespace on every member", `<KeyName xmlns="${tns}">k</KeyName><RecordId xmlns="${tns}">5</RecordId>`],
])("%s: read quickly", (_name, members) => {
  const envelope = getKey(members);
  expect(isPlain(envelope)).toBe(true);
  expect(outcome(envelope)).toStrictEqual(thoroughOutcome(envelope));
  expect(outcome(envelope)).toMatchObject({ value: { KeyName: "k", RecordId: 5 } });
});

test.each([
  ["a member in another namespace", '<KeyName xmlns="urn:other">other</KeyName>'],
  ["an unknown member", "<Unknown>other</Unknown>"],
  ["a member that comes again", "<KeyName>other</KeyName>"],
  ["a comment", "<!-- other -->"],
])("%s: not read quickly, but read", (_name, addition) => {
  const envelope = getKey(`<KeyName>k</KeyName>${addition}<RecordId>5</RecordId>`);
  expect(isPlain(envelope)).toBe(false);
  expect(outcome(envelope)).toMatchObject({ value: { KeyName: "k", RecordId: 5 } });
});

test.each([
  ["an attribute whose prefix is not declared", 'q:nil="true"'],
  ["one attribute by two names", 'i:nil="true" j:nil="true"'],
  ["a declaration that is forbidden", 'xmlns:q=""'],
])("%s: refused wherever it is", (_name, attribute) => {
  const envelope = getKey("<KeyName>k</KeyName>").replace("<s:Envelope", `$& xmlns:j="${schemaInstance}"`);
  expect(isPlain(envelope)).toBe(true);
  for (const tag of ["s:Envelope", "s:Body", "GetKey", "KeyName"]) {
    const wrong = envelope.replace(`<${tag}`, `$& ${attribute}`);
    expect(outcome(wrong)).toMatch(/^\[xml_malformed\] /);
    expect(outcomeInPieces(wrong, {}, 50)).toBe(outcome(wrong));
  }
});

test.each([
  ["a declaration", '<?xml version="1.0" encoding="UTF-8"?>\n'],
  ["a byte order mark", "\ufeff"],
  ["white space before it", " \n"],
])("so has one with %s", (_name, before) => {
  const request = encodeRequest({
    services: "Services88",
    agent: "SoPrincipal",
    operation: "GetSystemInfo",
    input: {},
  });
  expect(outcome(before + request)).toStrictEqual(thoroughOutcome(before + request));
});

test.each([1, 7, 1000])("a mistake after items that were read quickly has its place, in pieces of %i", (length) => {
  const item = (deleted: string) =>
    `<ErpConnection><DisplayName>\u{1f980}</DisplayName><Deleted>${deleted}</Deleted></ErpConnection>`;
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetAllConnectionsResponse xmlns="${tns}"><Response>${item("true")}\n${item("false")}${item("perhaps")}</Response></GetAllConnectionsResponse></s:Body></s:Envelope>`;
  expect(outcomeInPieces(envelope, {}, length)).toBe(thoroughOutcome(envelope));
  expect(outcomeInPieces(envelope, {}, length)).toMatch(/Deleted \(2:136\)$/);
});

test.each([1, 7, 1000])("an unusual item is no obstacle for those after it, in pieces of %i", (length) => {
  const items = "<ErpConnection/><ErpConnection><!-- --><Deleted>true</Deleted></ErpConnection><ErpConnection/>";
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetAllConnectionsResponse xmlns="${tns}"><Response>${items}</Response></GetAllConnectionsResponse></s:Body></s:Envelope>`;
  expect(outcomeInPieces(envelope, {}, length)).toMatchObject({ value: { Response: [{}, { Deleted: true }, {}] } });
});
