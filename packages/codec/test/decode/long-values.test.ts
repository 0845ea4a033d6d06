import { describe, expect, test } from "vitest";
import { createDecoder, decodeMessage, encodeResponse } from "../../src/index.ts";
import { lexicals } from "../../src/xml/lexical.ts";

// A reader that tries anew at every character of these would take hours.
const blanks = " ".repeat(2_000_000);

describe("a value that takes longer to read the more there is of it", () => {
  test.each(["int", "boolean", "double", "dateTime", "duration", "guid"] as const)(
    "as %s is refused all the same",
    (type) => {
      expect(lexicals[type].read(` 1${blanks}x`)).toBeUndefined();
      expect(lexicals[type].read(`${blanks}${blanks}x`)).toBeUndefined();
    },
  );

  test("as a number of millions of digits is none", () => {
    expect(lexicals.long.read("9".repeat(50_000_000))).toBeUndefined();
    expect(lexicals.long.read(`${"0".repeat(1_000_000)}7`)).toBe(7n);
    expect(lexicals.long.read("-9223372036854775808")).toBe(-(2n ** 63n));
    expect(lexicals.unsignedLong.read("+18446744073709551615")).toBe(2n ** 64n - 1n);
  });

  test("keeps nothing of the blanks around it", () => {
    expect(lexicals.int.read(`${blanks}7\r\n\t${blanks}`)).toBe(7);
  });
});

test("bytes of any number are written and read back", () => {
  const bytes = new Uint8Array(12_000_000).fill(7);
  const read = lexicals.base64Binary.read(lexicals.base64Binary.write(bytes));
  expect(read instanceof Uint8Array && Buffer.compare(read, bytes)).toBe(0);
  for (const wrong of ["AAA", "A===", "AA=A", "====", "A".repeat(10_000_001)]) {
    expect(lexicals.base64Binary.read(wrong)).toBeUndefined();
  }
});

test.each([
  ["a Buffer", (text: string) => Buffer.from(text)],
  ["a Uint8Array", (text: string) => new TextEncoder().encode(text)],
])("%s that was handed over may be written to again", (_kind, bytesOf) => {
  const output = { Response: "æøå 😀" };
  const target = { services: "Services88", agent: "ForeignSystem", operation: "GetKeyValue" } as const;
  const envelope = encodeResponse({ ...target, output });
  for (const cut of [1, 10, Buffer.from(envelope).indexOf("😀") + 1, envelope.length]) {
    const decoder = createDecoder();
    const whole = bytesOf(envelope);
    for (const chunk of [whole.slice(0, cut), whole.slice(cut)]) {
      decoder.write(chunk);
      chunk.fill(0x20);
    }
    expect(decoder.end()).toEqual(decodeMessage(envelope));
  }
});
