import { isSecretName, withoutTickets } from "./secrets.ts";

/** One place where two envelopes differ in meaning. */
export interface Difference {
  /**
   * Element names from below the envelope, `Body/SaveForeignKey/ForeignKey/RecordId`; one of several siblings of a name
   * has its number, counted from 1 (`ForeignKey[2]`); an attribute has `@` (`Body/@id`). `Envelope` for the root itself.
   */
  readonly path: string;
  readonly kind: "missing" | "unexpected" | "order" | "name" | "namespace" | "attribute" | "type" | "nil" | "text";
  /** What the expected envelope has there, for a reader: 80 characters of a long text, secrets hidden. */
  readonly expected: string;
  /** What the received envelope has there, likewise. */
  readonly received: string;
}

/** The differences for a reader, path by path. */
export function formatDifferences(differences: readonly Difference[]): string {
  return differences
    .map(({ path, expected, received }) => `  ${path}\n    expected  ${expected}\n    received  ${received}`)
    .join("\n");
}

/** What is shown of a secret. */
export const notShown = "a secret, which is not shown";

/**
 * A text in quotes, so that blanks show, with a long one's characters around the place where it begins to differ from
 * the `other`. What an element of a secret's name holds is not shown.
 */
export function quoted(text: string, elementName: string, other = ""): string {
  if (text !== "" && isSecretName(elementName)) return notShown;
  const shown = withoutTickets(text);
  const differsAt = firstDifference(shown, withoutTickets(other));
  const start = differsAt > longest - before ? differsAt - before : 0;
  const end = start + longest;
  return JSON.stringify(`${start > 0 ? "…" : ""}${shown.slice(start, end)}${shown.length > end ? "…" : ""}`);
}

const longest = 80;

/** How many of the characters shown come before the difference. */
const before = 20;

/** The index of the first character that differs; 0 when none does. */
function firstDifference(text: string, other: string): number {
  for (let index = 0; index < text.length || index < other.length; index++) {
    if (text[index] !== other[index]) return index;
  }
  return 0;
}
