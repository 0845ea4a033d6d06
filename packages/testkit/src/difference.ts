import { isSecretName, withoutTickets } from "./secrets.ts";

/** One place where two envelopes differ in meaning. */
export interface Difference {
  /**
   * Element names from below the envelope, `Body/SaveForeignKey/ForeignKey/RecordId`; one of several siblings of a name
   * has its number, counted from 1 (`ForeignKey[2]`); an attribute has `@` (`Body/@id`). `Envelope` for the root itself.
   */
  readonly path: string;
  readonly kind: "missing" | "unexpected" | "order" | "name" | "namespace" | "attribute" | "type" | "nil" | "text";
  /** What the expected envelope has there, for a reader: cut at 80 characters, secrets hidden. */
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

/** A text in quotes, cut short, so that blanks show. What an element of a secret's name holds is not shown. */
export function quoted(text: string, elementName: string): string {
  if (text !== "" && isSecretName(elementName)) return "a secret, which is not shown";
  const shown = withoutTickets(text);
  return JSON.stringify(shown.length > longest ? `${shown.slice(0, longest)}…` : shown);
}

const longest = 80;
