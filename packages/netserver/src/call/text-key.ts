import { createHash } from "node:crypto";

/** The comparison of names and values. Fixed for a store, since the key of each text is stored beside it. */
export type Collation = "ignore-case" | "ordinal";

/** Longer values are compared by their hash: an index entry has room for some 2700 bytes on PostgreSQL. */
const maxPlainLength = 40;

/** Returns the collation key of a text: texts with the same key are the same text. */
export function textKey(text: string, collation: Collation): string {
  // Upper case, not lower: the two lower-case sigmas have one.
  return collation === "ordinal" ? text : withoutBlanksAtEnd(text).toUpperCase();
}

// A regular expression would try anew at every blank inside.
function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === " ") end--;
  return text.slice(0, end);
}

/** As `textKey`, for values of any length. A hash is longer than any key that is not hashed. */
export function valueKey(value: string, collation: Collation): string {
  const key = textKey(value, collation);
  return key.length <= maxPlainLength ? key : createHash("sha256").update(key).digest("base64");
}
