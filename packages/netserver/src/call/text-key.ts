import { createHash } from "node:crypto";

/** How names and values are compared. Fixed for a store, since what is compared is stored beside each text. */
export type Collation = "ignore-case" | "ordinal";

/** Longer values are compared by their hash: an index entry has room for some 2700 bytes on PostgreSQL. */
const maxPlainLength = 40;

/** What a text is compared by: texts with the same key are the same text. */
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
