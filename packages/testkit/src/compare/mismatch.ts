import { XmlSyntaxError } from "../xml/xml-syntax-error.ts";
import { type CompareOptions, compareParsed, type Pair, parseEnvelope } from "./compare-envelopes.ts";
import { type Difference, formatDifferences, formatPlacedDifferences } from "./difference.ts";

/** The envelope that another is compared with. */
export interface Expectation {
  readonly envelope: string;
  /** The file that it was read from; absent when it is the test's own. */
  readonly file?: string;
}

/**
 * Returns the reason why a value does not match an expected envelope, for the reader of a failed test; `undefined` when
 * it matches. Throws a `RangeError` when the options are wrong, which no update of a file can fix.
 */
export function mismatchOf(received: unknown, expected: Expectation, options?: CompareOptions): string | undefined {
  if (typeof received !== "string") return notText(received);
  const pair = parsedPair(received, expected);
  if (typeof pair === "string") return pair;
  const differences = compareParsed(pair, options);
  return differences.length === 0 ? undefined : tellDifferences(differences, expected);
}

/** Returns the message for a value that is no text at all. */
export function notText(received: unknown): string {
  return `expected the text of an envelope but received ${kindOf(received)}`;
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  const name = typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
  return `${/^[aeio]/i.test(name) ? "an" : "a"} ${name}`;
}

/** Returns both envelopes, or the message of what is wrong with one of them. */
function parsedPair(received: string, { envelope, file }: Expectation): Pair | string {
  try {
    return {
      received: parseEnvelope(received, "the received envelope"),
      expected: parseEnvelope(envelope, file === undefined ? "the expected envelope" : `the golden file ${file}`),
    };
  } catch (error) {
    if (error instanceof XmlSyntaxError) return error.message;
    throw error;
  }
}

function tellDifferences(differences: readonly Difference[], { file }: Expectation): string {
  const count = differences.length;
  const other = file === undefined ? "the expected one" : `the golden file ${file}`;
  const format = file === undefined ? formatDifferences : formatPlacedDifferences;
  const more = count > mostTold ? `\n  … and ${count - mostTold} more` : "";
  const places = count === 1 ? "1 place" : `${count} places`;
  return `the envelope differs from ${other} in ${places}:\n\n${format(differences.slice(0, mostTold))}${more}\n`;
}

/**
 * The most differences that are listed: the first ones show what happened; hundreds would hide the rest of the failure.
 */
const mostTold = 10;
