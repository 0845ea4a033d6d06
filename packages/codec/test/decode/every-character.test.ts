import { isDeepStrictEqual } from "node:util";
import { isXmlText } from "@superoffice-soap/schema";
import { arbitrary, exampleOf, goldenMoment } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { createDecoder, DecodeError, decodeMessage, encodeRequest, encodeResponse } from "../../src/index.ts";
import { everyOperation } from "../every-operation.ts";

/** A message, or the code of the error, with its words where they matter. */
type Outcome = { readonly message: unknown } | { readonly code: string; readonly detail: string };

function outcomeOf(decode: () => unknown): Outcome {
  try {
    return { message: decode() };
  } catch (error) {
    if (error instanceof DecodeError) return { code: error.code, detail: error.detail };
    throw error;
  }
}

function inPieces(text: string, length: number): Outcome {
  return outcomeOf(() => {
    const decoder = createDecoder();
    for (let at = 0; at < text.length; at += length) decoder.write(text.slice(at, at + length));
    return decoder.end();
  });
}

/** Tells whether saxes accepts a document, apart from references that XML 1.0 forbids and WCF reads. */
function isWellFormed(document: string): boolean {
  // Two mistakes that it does not see: half a character, and a question mark right behind an instruction's target.
  if (!isXmlText(document) || /<\?[^\s?]+\?(?!>)/.test(document)) return false;
  const parser = new SaxesParser({ xmlns: true });
  let isRight = true;
  parser.on("error", () => {
    isRight = false;
  });
  parser.write(document.replace(/&#(?:x([\da-fA-F]+)|(\d+));/g, asPlainText)).close();
  return isRight;
}

function asPlainText(reference: string, hexadecimal: string | undefined, decimal: string): string {
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? "r" : reference;
}

const codesOfXml = ["xml_malformed", "xml_truncated", "limit_exceeded", "doctype_refused"];

// The parser knows XML 1.1 as well.
function isRefusedAsXml(outcome: Outcome): boolean {
  return "code" in outcome && codesOfXml.includes(outcome.code) && !/^XML 1\.\d+ is not/.test(outcome.detail);
}

/** Characters that mean something, or look as if they did. */
const telling = [...'<>&;/!?-]=":#x0 \n\r', "\u0000", "\u00a0", "\ufeff", "\ud83d", "\u{1f980}"];

/** Ways to change a text in one place: to leave the character out, to replace it, and to put another before it. */
const waysInEachPlace = 1 + 2 * telling.length;

function changed(text: string, way: number): string {
  const at = Math.floor(way / waysInEachPlace);
  const kind = way % waysInEachPlace;
  const character = telling[kind >> 1];
  if (character === undefined) return text.slice(0, at) + text.slice(at + 1);
  return text.slice(0, at) + character + text.slice(kind % 2 === 0 ? at : at + 1);
}

const request = encodeRequest({
  services: "Services88",
  agent: "ForeignSystem",
  operation: "SaveForeignKey",
  headers: { Credentials: { Ticket: "7T:é" } },
  input: {
    ForeignKey: { Key: "a&b", Value: null, TableName: "" },
    ApplicationName: "&#xE6;",
    DeviceName: "\r",
  },
})
  .replace("&amp;#xE6;", "&#xE6;&#230;")
  .replace("<s:Envelope", "<?xml version='1.0' encoding=\"UTF-8\"?>\n<!-- c --><s:Envelope")
  .replace("<TableName>", "<![CDATA[]]><TableName>");

const answer = encodeResponse(
  {
    services: "Services88",
    agent: "ErpSync",
    operation: "GetAllConnections",
    output: { Response: [{ DisplayName: "x > y", Active: true }, null] },
  },
  "documented",
);

/** The step through the changed texts: all of them in CI, else as many as take a few seconds. */
const step = process.env.CI ? 1 : 29;

/** Returns the changed texts, each `every`th of them, that are read wrongly. */
function wronglyRead(text: string, every: number): unknown[] {
  const wrong: unknown[] = [];
  for (let way = 0; way < text.length * waysInEachPlace; way += every) {
    const document = changed(text, way);
    const whole = outcomeOf(() => decodeMessage(document));
    const pieces = inPieces(document, [1, 2, 3, 7, 50, 300][way % 6] ?? 1);
    const isRight = isWellFormed(document);
    if (isRight ? isRefusedAsXml(whole) : "message" in whole) wrong.push({ document, isRight, whole });
    const isSame = "code" in whole ? "code" in pieces && pieces.code === whole.code : isDeepStrictEqual(pieces, whole);
    if (!isSame) wrong.push({ document, whole, pieces });
  }
  return wrong;
}

describe("a document with one character changed is read when it is well-formed, and only then, whole and in pieces", () => {
  test.each([
    ["a request of WCF's form", request],
    ["an answer of the documented form", answer],
  ])("%s", (_name, text) => {
    expect(wronglyRead(text, step)).toEqual([]);
  });

  test("requests and answers of every operation", () => {
    const wrong = everyOperation(["Services88"]).flatMap(({ definition, direction, schema, ...target }) => {
      // The examples of the documented form are nil where the contract's types cannot be.
      const [value = {}] = fc.sample(arbitrary(schema) as fc.Arbitrary<object>, { numRuns: 1, seed: 88 });
      const golden = exampleOf(definition, direction, goldenMoment);
      const texts =
        direction === "request"
          ? [encodeRequest({ ...target, input: value }), encodeRequest({ ...target, input: golden }, "documented")]
          : [encodeResponse({ ...target, output: value }), encodeResponse({ ...target, output: golden }, "documented")];
      // A prime, so that every place and every character has its turn.
      return texts.flatMap((text) => wronglyRead(text, step * 4001));
    });
    expect(wrong).toEqual([]);
  });
});
