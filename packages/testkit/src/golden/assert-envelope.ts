import { AssertionError } from "node:assert";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompareOptions } from "../compare/compare-envelopes.ts";
import { mismatchOf } from "../compare/mismatch.ts";
import { compareWithFile, type EnvelopeFileOptions, type FileUpdates, failureOf } from "./golden-file.ts";

/**
 * Throws an `AssertionError` that lists the differences path by path, unless the text is an envelope with the same
 * meaning as the expected one (as `compareEnvelopes` defines it).
 */
export function assertEnvelope(received: string, expected: string, options?: CompareOptions): void {
  const message = mismatchOf(received, { envelope: expected }, options);
  if (message !== undefined) throw new AssertionError({ message, stackStartFn: assertEnvelope });
}

/**
 * Throws an `AssertionError` that names the file and lists the differences path by path, unless the text, its secrets
 * scrubbed, has the same meaning as the envelope in the file. `file` is a URL, or a path from the working directory. A
 * missing file is written, unless the environment has `CI`; with `UPDATE_GOLDEN` in the environment a file that differs
 * is rewritten. This is for test runners other than vitest, whose `toMatchEnvelopeFile` obeys vitest's own `--update`.
 */
export function assertEnvelopeFile(received: string, file: string | URL, options?: EnvelopeFileOptions): void {
  const path = typeof file === "string" ? resolve(file) : fileURLToPath(file);
  const verdict = compareWithFile(received, path, updatesOfEnvironment(), options);
  if (verdict.outcome !== "missing" && verdict.outcome !== "different") return;
  throw new AssertionError({ message: failureOf(verdict), stackStartFn: assertEnvelopeFile });
}

function updatesOfEnvironment(): FileUpdates {
  const remedy = "run the tests again with UPDATE_GOLDEN=1 in their environment";
  if (isSet("UPDATE_GOLDEN")) return { write: "all", remedy };
  return { write: isSet("CI") ? "none" : "new", remedy };
}

function isSet(variable: string): boolean {
  return !["", "0", "false"].includes(process.env[variable] ?? "");
}
