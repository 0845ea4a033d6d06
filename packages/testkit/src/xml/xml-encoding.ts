import { isUtf8 } from "node:buffer";

/** A document's text, and its encoding. */
export interface EncodedText {
  /** The text, with its byte order mark if it has one. */
  readonly text: string;
  /** Encodes a text as the document was encoded. */
  readonly encode: (text: string) => Buffer;
}

/**
 * Decodes XML in UTF-8 or UTF-16; returns `undefined` for any other encoding. The bytes decide, not the declaration:
 * .NET writes `encoding="utf-16"` into texts that are sent as UTF-8.
 */
export function decodedXml(bytes: Buffer): EncodedText | undefined {
  const encoding = utf16Marks.find(({ marks }) => marks.some((mark) => bytes.subarray(0, 2).equals(mark)));
  if (encoding !== undefined && bytes.length % 2 === 0) return encoding.decoded(bytes);
  return isUtf8(bytes) ? { text: bytes.toString("utf8"), encode: (text) => Buffer.from(text, "utf8") } : undefined;
}

/**
 * Decodes XML of any encoding, so that the ASCII in it can be read and replaced: in encodings other than UTF-8 and
 * UTF-16 each byte is a character.
 */
export function decodedMarkup(bytes: Buffer): EncodedText {
  return decodedXml(bytes) ?? { text: bytes.toString("latin1"), encode: (text) => Buffer.from(text, "latin1") };
}

// The marks are a byte order mark, or "<" at the beginning.
const utf16Marks = [
  {
    marks: [Buffer.of(0xff, 0xfe), Buffer.of(0x3c, 0)],
    decoded: (bytes: Buffer): EncodedText => ({
      text: bytes.toString("utf16le"),
      encode: (text) => Buffer.from(text, "utf16le"),
    }),
  },
  {
    marks: [Buffer.of(0xfe, 0xff), Buffer.of(0, 0x3c)],
    decoded: (bytes: Buffer): EncodedText => ({
      text: Buffer.from(bytes).swap16().toString("utf16le"),
      encode: (text) => Buffer.from(text, "utf16le").swap16(),
    }),
  },
];

/**
 * Returns the text with UTF-8 as its declared encoding, as it is in a file. A text that declares none stays as it is.
 */
export function declaredAsUtf8(xml: string): string {
  return xml.replace(declaration, (all, before: string, _quote: string, encoding: string) =>
    /^utf-8$/i.test(encoding) ? all : `${before}"UTF-8"`,
  );
}

const declaration = /^(\uFEFF?<\?xml\s[^>]*?\sencoding\s*=\s*)(["'])([^"'<>]*)\2/;
