import { describe, expect, test } from "vitest";
import { createDecoder, decodeMessage, encodeResponse } from "../src/index.ts";

const target = { services: "Services88", agent: "ForeignSystem", operation: "GetDeviceKeys" } as const;
const output = { Response: [{ Key: "Ærø", Value: "\u{1F600}" }] };
const envelope = encodeResponse({ ...target, output });

describe("a text that says UTF-16, as .NET writes into strings that are then sent as UTF-8, is read", () => {
  test.each(["utf-16", "UTF-16", "utf-16LE"])("%s", (encoding) => {
    const text = `<?xml version="1.0" encoding="${encoding}"?>${envelope}`;
    const decoded = { kind: "response", value: output };
    expect(decodeMessage(text)).toMatchObject(decoded);
    const bytes = new TextEncoder().encode(text);
    expect(decodeMessage(bytes)).toMatchObject(decoded);
    const decoder = createDecoder();
    for (const byte of bytes) decoder.write(Uint8Array.of(byte));
    expect(decoder.end()).toMatchObject(decoded);
  });
});
