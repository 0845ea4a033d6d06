import { isDeepStrictEqual } from "node:util";
import { arbitrary } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DecodeError, type DecodeOptions, decodeMessage, encodeRequest } from "../src/index.ts";
import { everyOperation } from "./every-operation.ts";

/** What becomes of an envelope: its message, or the error's text. */
function outcome(envelope: string, options: DecodeOptions = {}): unknown {
  try {
    return decodeMessage(envelope, options);
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** As `outcome`, through the tokenizer that knows all of XML: whoever listens to what is skipped gets that one. */
function thoroughOutcome(envelope: string): unknown {
  return outcome(envelope, { onUnknown: () => {} });
}

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

test("an envelope that is read quickly has the same outcome as one that is read thoroughly", () => {
  const operations = everyOperation(["Services88"]).filter(({ direction }) => direction === "request");
  const requests = fc
    .constantFrom(...operations)
    .chain((of) => (arbitrary(of.schema) as fc.Arbitrary<object>).map((input) => encodeRequest({ ...of, input })));
  const change = fc.record({
    where: fc.constantFrom(...wheres),
    place: fc.noBias(fc.nat(1_000_000)),
    fragment: fragments,
  });
  const same = fc.property(requests, fc.array(change, { minLength: 1, maxLength: 2 }), (request, changes) => {
    const envelope = changes.reduce((text, { where, place, fragment }) => {
      const places = Array.from(text.matchAll(where), ({ index, 0: found }) => index + found.length);
      const at = places[place % places.length] ?? place % (text.length + 1);
      return text.slice(0, at) + fragment + text.slice(at);
    }, request);
    expect(isDeepStrictEqual(outcome(envelope), thoroughOutcome(envelope))).toBe(true);
  });
  fc.assert(same, { numRuns: 3000 });
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
