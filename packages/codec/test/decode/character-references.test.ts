import { chunksOf } from "@superoffice-soap/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { createDecoder, decodeList, decodeMessage, encodeFault, encodeRequest } from "../../src/index.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const bytes = new TextEncoder();

function envelope(body: string, header = ""): string {
  return `<s:Envelope xmlns:s="${soap}" xmlns="${tns}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
}

/** A request with this for its only text, and another member after it. */
function getKey(name: string, before = ""): string {
  return envelope(`<GetKey>${before}<KeyName>${name}</KeyName><RecordId>5</RecordId></GetKey>`);
}

/** Returns the texts as read in every way: whole, byte for byte, and past an element that only one tokenizer knows. */
function readings(text: string): unknown[] {
  const decoder = createDecoder();
  for (const byte of bytes.encode(text)) decoder.write(Uint8Array.of(byte));
  const thorough = decodeMessage(text.replace("<s:Body>", "<!-- --><s:Body>"));
  return [decodeMessage(text), decoder.end(), thorough].map((message) =>
    message.kind === "fault" ? message.fault : message.value,
  );
}

const cases = [
  ["a control character", "a&#xB;b", "a\u000bb"],
  ["the same in lower case and with noughts", "a&#x00b;b", "a\u000bb"],
  ["the same in decimal", "a&#11;b", "a\u000bb"],
  ["U+0000", "&#0;", "\u0000"],
  ["U+001F", "&#x1F;", "\u001f"],
  ["U+FFFE and U+FFFF", "&#xFFFE;&#65535;", "\ufffe\uffff"],
  ["two surrogates that are one character", "&#xD83D;&#xDE00;", "\u{1f600}"],
  ["the same in decimal", "&#55357;&#56832;", "\u{1f600}"],
  ["one surrogate, and a character after it", "&#xD83D;x&#xDE00;", "\ud83dx\ude00"],
  ["a carriage return", "&#xD;", "\r"],
  ["a character beyond U+FFFF", "&#x1F600;&#x10FFFF;", "\u{1f600}\u{10ffff}"],
] as const;

describe.each(cases)("a reference to %s", (_name, written, text) => {
  test("is read in a value", () => {
    for (const value of readings(getKey(written))) expect(value).toEqual({ KeyName: text, RecordId: 5 });
  });

  test("is read in an item of a list that comes in chunks", async () => {
    const item = (value: string) => `<ForeignKey><Value>${value}</Value></ForeignKey>`;
    const answer = envelope(
      `<GetApplicationKeysResponse><Response>${item("00123")}${item(written)}${item("00125")}</Response></GetApplicationKeysResponse>`,
    );
    for (const length of [1, 50, 10_000]) {
      const whole = bytes.encode(answer);
      const cuts = Array.from({ length: Math.floor(whole.length / length) }, (_, i) => i * length);
      const list = await decodeList(streamOf(chunksOf(whole, cuts)), {
        expect: { agent: "ForeignSystem", operation: "GetApplicationKeys" },
      });
      const values: unknown[] = [];
      if (list.kind === "list") for await (const key of list.items) values.push(key?.Value);
      expect(values).toEqual(["00123", text, "00125"]);
    }
  });

  test("is read in a fault and its detail", () => {
    const fault = {
      code: "server",
      message: "MESSAGE",
      detail: { type: "System.Exception", message: "DETAIL" },
    } as const;
    const answer = encodeFault(fault).replace("MESSAGE", written).replace("DETAIL", written);
    for (const read of readings(answer)) {
      expect(read).toMatchObject({ message: text, detail: { message: text } });
    }
  });

  test("is read in a header block", () => {
    const block = `<Credentials><Ticket>${written}</Ticket></Credentials>`;
    const message = decodeMessage(envelope("<GetKey/>", block));
    expect(message).toMatchObject({ headers: { Credentials: { Ticket: text } } });
  });

  test("is no obstacle in what is skipped, nor in an attribute", () => {
    const skipped = `<NewerMember b="${written}">${written}<c>${written}</c></NewerMember>`;
    for (const value of readings(getKey("k", skipped))) expect(value).toEqual({ KeyName: "k", RecordId: 5 });
    const blocks = `<x:Other xmlns:x="urn:x" a="${written}">${written}</x:Other>`;
    expect(decodeMessage(envelope("<GetKey/>", blocks))).toMatchObject({ foreignHeaders: [{ name: "Other" }] });
  });
});

test("a character that XML forbids is refused as it is, though its reference is read", () => {
  for (const character of ["\u0000", "\u000b", "\u001f", "\ufffe", "\uffff", "\ud83d", "\ude00"]) {
    expect(() => decodeMessage(getKey(character))).toThrow("[xml_malformed] disallowed character");
  }
});

test.each([
  "&#x110000;",
  "&#1114112;",
  "&#x;",
  "&#;",
  "&#xG;",
  "&#1F;",
  "&#X41;",
  "&# 1;",
  "&#-1;",
  `&#${"0".repeat(300)};`,
])("%s is refused", (written) => {
  expect(() => decodeMessage(getKey(written))).toThrow("[xml_malformed] malformed character entity");
});

test("every code point that can be written raw is read alike by reference", () => {
  const same = fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 5 }), (text) => {
    const written = Array.from(text, (character) => `&#x${character.codePointAt(0)?.toString(16)};`).join("");
    for (const value of readings(getKey(written))) expect(value).toEqual({ KeyName: text, RecordId: 5 });
  });
  fc.assert(same, { numRuns: propertyRuns(50) });
});

test("what is written stays strict", () => {
  const write = (KeyName: string) => () =>
    encodeRequest({ services: "Services88", agent: "ForeignSystem", operation: "GetKey", input: { KeyName } });
  expect(write("a\u000bb")).toThrow("U+000B");
  expect(write("\ud83d")).toThrow("U+D83D");
});

async function* streamOf(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
