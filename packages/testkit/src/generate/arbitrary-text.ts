import fc from "fast-check";

/** The texts that encoders, decoders and the libraries around them have been seen to corrupt. */
const treacherousTexts = [
  "",
  " ",
  "  kept at both ends  ",
  "\t",
  "\n",
  "\r",
  "\r\n",
  "one\r\ntwo\rthree\nfour",
  "&<>\"'",
  "&amp;",
  "&#xD;",
  "]]>",
  "<![CDATA[x]]>",
  "<!-- x -->",
  "<?x?>",
  "{env.HOME}",
  "00123",
  "1e5",
  "0x1F",
  "-0",
  "true",
  "null",
  "nil",
  "æøåÆØÅ ß €",
  "e\u0301",
  "\u00a0\u0085\u2028",
  "\ufeff",
  "\u007f\u009f",
  "\ud7ff\ue000\ufffd",
  "𝄞😀",
  "\u{10000}\u{1fffe}\u{10ffff}",
  "x".repeat(1_000),
];

/** The names of keys that an object has already, or that change the order in which it is enumerated. */
const treacherousKeys = ["__proto__", "constructor", "hasOwnProperty", "toString", "10", "2", "-1", "", "a.b[0]"];

/** Makes any text that XML 1.0 can carry, at most so many UTF-16 code units long. */
export function xmlText(maxLength = Number.POSITIVE_INFINITY): fc.Arbitrary<string> {
  const treacherous = treacherousTexts.filter((text) => text.length <= maxLength);
  const any = fc
    .string({ unit: xmlCharacter, maxLength: Math.min(maxLength, 40) })
    .filter((text) => text.length <= maxLength);
  return fc.oneof(fc.constantFrom(...treacherous), any);
}

/** Makes any text that can be a dictionary's key. */
export function dictionaryKey(): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...treacherousKeys), xmlText());
}

/** Makes a text with one code unit that XML 1.0 cannot carry, not even as a character reference. */
export function unwritableText(): fc.Arbitrary<string> {
  const parts = fc.tuple(xmlText(10), forbiddenUnit, xmlText(10));
  // A blank keeps two halves of a surrogate pair from forming a character.
  return parts.map(([before, forbidden, after]) => `${before} ${forbidden} ${after}`);
}

const codePoints = (min: number, max: number) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code));

// This is the production `Char` of XML 1.0; the plain letters come first so that a counter-example shrinks to them.
const xmlCharacter = fc.oneof(
  codePoints(0x20, 0x7e),
  fc.constantFrom("\t", "\n", "\r", "&", "<", ">", '"', "'"),
  codePoints(0x7f, 0xd7ff),
  codePoints(0xe000, 0xfffd),
  codePoints(0x10000, 0x10ffff),
);

const forbiddenUnit = fc.oneof(
  codePoints(0x00, 0x08),
  fc.constantFrom("\u000b", "\u000c", "\ufffe", "\uffff", "\ud800", "\udbff", "\udc00", "\udfff"),
  codePoints(0x0e, 0x1f),
);
