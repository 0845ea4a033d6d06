import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { expect, type MatcherState } from "vitest";
import { type CompareOptions, compareEnvelopes } from "./compare-envelopes.ts";
import { formatDifferences } from "./difference.ts";
import { type ScrubOptions, scrubEnvelope } from "./scrub-envelope.ts";
import { XmlSyntaxError } from "./xml-syntax-error.ts";

/** What `toMatchEnvelopeFile` overlooks, and what it keeps out of the file. */
export interface EnvelopeFileOptions extends CompareOptions, ScrubOptions {}

/** The matchers that importing this module registers. */
export interface EnvelopeMatchers<T> {
  /**
   * The text is an envelope that means the same as the expected one (`compareEnvelopes` says what that is). The failure
   * lists path by path what differs.
   */
  toMatchEnvelope(expected: string, options?: CompareOptions): T;
  /**
   * The text, its secrets scrubbed, means the same as the envelope in the file, whose path is relative to the test's
   * file. A missing file is written, unless vitest runs in CI; `vitest --update` rewrites one that differs.
   */
  toMatchEnvelopeFile(path: string, options?: EnvelopeFileOptions): T;
}

declare module "vitest" {
  interface Matchers<T> extends EnvelopeMatchers<T> {}
}

expect.extend({
  toMatchEnvelope(received: unknown, expected: string, options?: CompareOptions) {
    return comparison(received, expected, options);
  },
  toMatchEnvelopeFile(this: MatcherState, received: unknown, path: string, options?: EnvelopeFileOptions) {
    const file = resolve(dirname(this.testPath ?? "."), path);
    return againstFile(received, file, this.snapshotState.snapshotUpdateState, options);
  },
});

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

type UpdateState = MatcherState["snapshotState"]["snapshotUpdateState"];

function comparison(received: unknown, expected: string, options?: CompareOptions): Outcome {
  if (typeof received !== "string") return failure(`expected the text of an envelope but received ${typeof received}`);
  try {
    const differences = compareEnvelopes(received, expected, options);
    if (differences.length === 0) return { pass: true, message: () => "the envelopes mean the same, and should not" };
    const places = differences.length === 1 ? "1 place" : `${differences.length} places`;
    return failure(`the envelope differs from the expected one in ${places}:\n\n${formatDifferences(differences)}\n`);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return failure(error.message);
    throw error;
  }
}

function againstFile(received: unknown, file: string, update: UpdateState, options?: EnvelopeFileOptions): Outcome {
  if (typeof received !== "string") return comparison(received, "");
  const exists = existsSync(file);
  const clean = scrubEnvelope(received, options);
  const outcome = exists ? comparison(clean, readFileSync(file, "utf8"), options) : failure(`there is no file ${file}`);
  const rewrites = update === "all" || (update === "new" && !exists);
  if (outcome.pass || !rewrites) return outcome;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, clean);
  return { pass: true, message: () => `${file} was written just now` };
}

function failure(message: string): Outcome {
  return { pass: false, message: () => message };
}
