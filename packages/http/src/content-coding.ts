import { BodyError } from "./body-error.ts";

/** The way in which a request's body is packed. */
export type ContentCoding = "gzip" | "deflate" | "identity";

const codings: Readonly<Record<string, ContentCoding>> = { gzip: "gzip", "x-gzip": "gzip", deflate: "deflate" };

// Clients that take the field for that of a charset or of MIME are common, and none of these packs anything.
const packsNothing = /^(?:|identity|none|utf-?\d+|us-ascii|ascii|iso-8859-\d+|windows-\d+|latin-?1|7bit|8bit|binary)$/;

/**
 * Returns the coding that a Content-Encoding names. The names of charsets and `none` name none. Throws BodyError with
 * status 415 for any other, and for several.
 */
export function contentCodingOf(contentEncoding = ""): ContentCoding {
  const named = contentEncoding.split(",", 10).map((name) => name.trim().toLowerCase());
  const [coding, ...others] = named.filter((name) => !packsNothing.test(name));
  if (coding === undefined) return "identity";
  const known = others.length === 0 && Object.hasOwn(codings, coding) ? codings[coding] : undefined;
  if (known !== undefined) return known;
  const problem = `The Content-Encoding ${contentEncoding.trim().slice(0, 80)} is not supported; send gzip, deflate or none.`;
  throw new BodyError(415, problem, { "Accept-Encoding": "gzip, deflate, identity" });
}
