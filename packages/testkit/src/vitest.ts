import { dirname, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type MatcherState } from "vitest";
import type { CompareOptions } from "./compare/compare-envelopes.ts";
import { mismatchOf } from "./compare/mismatch.ts";
import {
  compareWithFile,
  type EnvelopeFileOptions,
  type FileUpdates,
  type FileVerdict,
  failureOf,
} from "./golden/golden-file.ts";

export type { CompareOptions, EnvelopeFileOptions };

/** The matchers that importing this module registers. */
export interface EnvelopeMatchers<T> {
  /**
   * Asserts that the text is an envelope with the same meaning as the expected one (as `compareEnvelopes` defines it).
   * The failure lists the differences path by path.
   */
  toMatchEnvelope(expected: string, options?: CompareOptions): T;
  /**
   * Asserts that the text, its secrets scrubbed, has the same meaning as the envelope in the file: a URL, or a path
   * from the folder of the test's file. A missing file is written, unless vitest runs in CI; `vitest --update` rewrites
   * one that differs. The failure names the file, lists the differences path by path and line by line, and says what to
   * run to accept the envelope.
   */
  toMatchEnvelopeFile(file: string | URL, options?: EnvelopeFileOptions): T;
}

declare module "vitest" {
  interface Matchers<T> extends EnvelopeMatchers<T> {}
}

expect.extend({
  toMatchEnvelope(received: unknown, expected: string, options?: CompareOptions) {
    const mismatch = mismatchOf(received, { envelope: expected }, options);
    const message = mismatch ?? "the envelopes mean the same, and should not";
    return { pass: mismatch === undefined, message: () => message };
  },
  toMatchEnvelopeFile(this: MatcherState, received: unknown, file: string | URL, options?: EnvelopeFileOptions) {
    const path = typeof file === "string" ? resolve(dirname(this.testPath ?? "."), file) : fileURLToPath(file);
    const verdict = compareWithFile(received, path, updatesOf(this), options);
    if (this.isNot) return outcomeOfContrary(verdict);
    count(verdict, this);
    return { pass: ["same", "added", "updated"].includes(verdict.outcome), message: () => failureOf(verdict) };
  },
});

function updatesOf({ isNot, snapshotState, testPath = "" }: MatcherState): FileUpdates {
  const fromHere = relative(process.cwd(), testPath);
  const test = fromHere.startsWith("..") || isAbsolute(fromHere) ? testPath : fromHere;
  // The flag comes last: before the file it would take the file for its value.
  const remedy = `npx vitest run ${/\s/.test(test) ? JSON.stringify(test) : test} --update`;
  return { write: isNot ? "none" : snapshotState.snapshotUpdateState, remedy };
}

/**
 * Returns the outcome of the negated matcher. Without a file there is nothing to differ from, which fails here too, and
 * no update fixes it.
 */
function outcomeOfContrary({ outcome, message }: FileVerdict) {
  return {
    pass: outcome !== "different",
    message: () => (outcome === "same" ? `${message}, and should not` : message),
  };
}

/** Adds a golden file to vitest's count of snapshots, so that its summary reports each file that was written. */
function count({ outcome }: FileVerdict, { snapshotState, task }: MatcherState): void {
  const test = task?.id ?? "";
  if (outcome === "added") snapshotState.added.increment(test);
  if (outcome === "updated") snapshotState.updated.increment(test);
  if (outcome === "missing" || outcome === "different") snapshotState.unmatched.increment(test);
}
