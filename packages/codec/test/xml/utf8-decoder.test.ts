import { chunksOf } from "@superoffice-soap/testkit";
import { describe, expect, test } from "vitest";
import { createDecoder, decodeList, encodeRequest, encodeResponse } from "../../src/index.ts";
import { Utf8Decoder } from "../../src/xml/utf8-decoder.ts";

const utf8 = new TextEncoder();

/** Returns the text of bytes that arrive in these chunks. */
function readAll(chunks: Iterable<Uint8Array>): string {
  const reader = new Utf8Decoder();
  let text = "";
  for (const chunk of chunks) {
    const read = reader.read(chunk);
    text += read.text;
    if (read.invalid) return `${text} and no UTF-8`;
  }
  return reader.endsCut() ? `${text} and a cut` : text;
}

/** Bytes, those of texts in UTF-8. */
function bytesOf(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...utf8.encode(part)] : part)));
}

test.each([
  ["characters of every length", bytesOf("a\u{e6}\u{20ac}\u{1f980}\ufffd"), "a\u{e6}\u{20ac}\u{1f980}\ufffd"],
  ["a byte of Latin-1", bytesOf("\u{20ac}\ufffd", 0xe6, "b"), "\u{20ac}\ufffd and no UTF-8"],
  ["a character without its last byte", bytesOf("a", 0xf0, 0x9f, 0xa6, "b\ufffd"), "a and no UTF-8"],
  ["a byte that no character begins with", bytesOf("a", 0xff), "a and no UTF-8"],
  ["a byte that only goes on", bytesOf("\u{1f980}", 0x80), "\u{1f980} and no UTF-8"],
  ["half a surrogate pair", bytesOf("a", 0xed, 0xa0, 0x80), "a and no UTF-8"],
  ["an end inside of a character", bytesOf("a", 0xf0, 0x9f, 0xa6), "a and a cut"],
])("%s: the same wherever the bytes are cut", (_name, bytes, text) => {
  expect(readAll([bytes])).toBe(text);
  expect(readAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(text);
  for (let cut = 0; cut <= bytes.length; cut++) expect(readAll(chunksOf(bytes, [cut]))).toBe(text);
});

describe("U+FEFF", () => {
  const KeyName = "\ufeffa\ufeff\ufeffb";
  const request = encodeRequest({
    services: "Services88",
    agent: "ForeignSystem",
    operation: "GetKey",
    input: { KeyName },
  });

  test.each(["", "\ufeff"])(
    "is text but at the very beginning, wherever the bytes are cut (%j before them)",
    (mark) => {
      const bytes = bytesOf(mark + request);
      for (let cut = 0; cut < bytes.length; cut++) {
        const decoder = createDecoder();
        for (const chunk of chunksOf(bytes, [cut])) decoder.write(chunk);
        expect(decoder.end(), `cut at ${cut}`).toHaveProperty("value", { KeyName });
      }
    },
  );
});

test("a list ends at a byte that is not UTF-8, also when a chunk ends behind it", async () => {
  const target = { services: "Services88", agent: "ForeignSystem", operation: "GetDeviceKeys" } as const;
  const items = [{ Key: "first" }, { Key: "a\u{e6}b" }, { Key: "last" }];
  const bytes = utf8.encode(encodeResponse({ ...target, output: { Response: items } }));
  const bad = bytes.indexOf(0xc3);
  const latin1 = Uint8Array.from([...bytes.subarray(0, bad), 0xe6, ...bytes.subarray(bad + 2)]);
  async function* source(): AsyncGenerator<Uint8Array> {
    yield latin1.subarray(0, bad + 1);
    yield latin1.subarray(bad + 1);
  }
  const list = await decodeList(source());
  if (list.kind === "fault") throw new Error("a fault");
  expect(await list.items.next()).toMatchObject({ value: { Key: "first" } });
  await expect(list.items.next()).rejects.toThrow("[encoding_unsupported] the bytes are not UTF-8");
});

describe("a mistake in the bytes of a list's item has its place", () => {
  const target = { services: "Services88", agent: "ForeignSystem", operation: "GetDeviceKeys" } as const;
  const items = [{ Key: "first", Value: "one\ntwo" }, { Key: "second" }, { Key: "a\u{e6}b" }];
  const envelope = encodeResponse({ ...target, output: { Response: items } });
  const before = envelope.slice(0, envelope.indexOf("\u{e6}"));
  const place = { path: "Body/GetDeviceKeysResponse/Response/ForeignKey/Key", line: 2, column: 0 };
  place.column = before.length - before.lastIndexOf("\n");

  test.each([
    ["that are not UTF-8", "encoding_unsupported", bytesOf(before, 0xff, "</Key>")],
    ["that end inside of a character", "xml_truncated", bytesOf(before, 0xc3)],
  ])("%s, wherever they are cut", (_name, code, bytes) => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const decoder = createDecoder();
      const read = () => {
        for (const chunk of chunksOf(bytes, [cut])) decoder.write(chunk);
        decoder.end();
      };
      expect(read, `cut at ${cut}`).toThrow(expect.objectContaining({ code, ...place }));
    }
  });
});
