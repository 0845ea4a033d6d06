import { asItIs } from "./string-memo.ts";

/** A name as it is written in a document. */
export class QualifiedName {
  readonly text: string;
  /** The part before the colon; blank without one. A malformed name has `:`, a prefix that cannot be bound. */
  readonly prefix: string;
  /** The part after the colon. */
  readonly local: string;

  /** Splits a name; `part` is applied to each part. */
  constructor(text: string, part: (text: string) => string = asItIs) {
    const colon = text.indexOf(":");
    this.text = text;
    this.prefix = colon < 0 ? "" : isQualifiedName(text, colon) ? part(text.slice(0, colon)) : ":";
    this.local = colon < 0 ? text : part(text.slice(colon + 1));
  }
}

// Namespaces in XML 1.0, 4: one colon, and something on either side of it.
function isQualifiedName(text: string, colon: number): boolean {
  return colon > 0 && colon < text.length - 1 && !text.includes(":", colon + 1);
}
