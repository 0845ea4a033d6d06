import { isSecretName, withoutSecrets } from "../scrub/secrets.ts";

/** A difference in meaning between two envelopes. */
export interface Difference {
  /**
   * The element names from below the envelope, `Body/SaveForeignKey/ForeignKey/RecordId`; one of several siblings of a
   * name has its number, counted from 1 (`ForeignKey[2]`); an attribute has `@` (`Body/@id`). `Envelope` for the root
   * itself.
   */
  readonly path: string;
  readonly kind: "missing" | "unexpected" | "order" | "name" | "namespace" | "attribute" | "type" | "nil" | "text";
  /** The content of the expected envelope at the path, for a reader: 80 characters of a long text, secrets hidden. */
  readonly expected: string;
  /** The content of the received envelope at the path, in the same form. */
  readonly received: string;
  /**
   * The line of the expected envelope, counted from 1, in which the element's start tag begins; where it has no such
   * element, that of the element around it.
   */
  readonly line: number;
  /** The column of the same start tag, counted from 1. */
  readonly column: number;
}

/** Returns the differences as text for a reader, path by path. */
export function formatDifferences(differences: readonly Difference[]): string {
  return differences.map((difference) => formatDifference(difference, difference.path)).join("\n");
}

/** Returns the text of `formatDifferences` with the positions in the file of the expected envelope. */
export function formatPlacedDifferences(differences: readonly Difference[]): string {
  return differences
    .map((difference) =>
      formatDifference(difference, `${difference.path}, line ${difference.line}, column ${difference.column}`),
    )
    .join("\n");
}

function formatDifference({ expected, received }: Difference, place: string): string {
  return `  ${place}\n    expected  ${expected}\n    received  ${received}`;
}

/** The words that are shown instead of a secret. */
export const notShown = "a secret, which is not shown";

/**
 * Returns a text in quotes, so that blanks show. A long text is cut to the characters around the index at which it
 * begins to differ from the `other`. Characters that are invisible or look like others are replaced by their numbers.
 * The content of an element with a secret's name is not shown.
 */
export function quoted(text: string, elementName: string, other = ""): string {
  if (text !== "" && isSecretName(elementName)) return notShown;
  const shown = withoutSecrets(text);
  const differsAt = firstDifference(shown, withoutSecrets(other));
  const start = differsAt > longest - before ? differsAt - before : 0;
  const end = start + longest;
  return visible(JSON.stringify(`${start > 0 ? "…" : ""}${shown.slice(start, end)}${shown.length > end ? "…" : ""}`));
}

/**
 * The characters that are replaced by their numbers: white space other than the blank, invisible characters, and marks,
 * which a letter may contain already.
 */
const unseen = /[^\P{Z} ]|[\p{C}\p{M}]/gu;

function visible(text: string): string {
  return text.replaceAll(unseen, (character) => {
    const number = character.codePointAt(0)?.toString(16) ?? "";
    return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, "0")}`;
  });
}

const longest = 80;

/** The number of the shown characters that come before the difference. */
const before = 20;

/** Returns the index of the first character that differs; 0 when none does. */
function firstDifference(text: string, other: string): number {
  for (let index = 0; index < text.length || index < other.length; index++) {
    if (text[index] !== other[index]) return index;
  }
  return 0;
}
