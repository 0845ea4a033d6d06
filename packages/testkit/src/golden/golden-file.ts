import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type CompareOptions, compareParsed, parseEnvelope } from "../compare/compare-envelopes.ts";
import { mismatchOf, notText } from "../compare/mismatch.ts";
import { type ScrubOptions, scrubEnvelope } from "../scrub/scrub-envelope.ts";
import { declaredAsUtf8 } from "../xml/xml-encoding.ts";
import { laidOut } from "./envelope-layout.ts";

/** What a comparison with a golden file overlooks, and what is kept out of the file. */
export interface EnvelopeFileOptions extends CompareOptions, ScrubOptions {}

/** What a run of tests does about golden files. */
export interface FileUpdates {
  /** `all` writes those that differ and those that are missing, `new` the missing ones. */
  readonly write: "all" | "new" | "none";
  /** How to run the tests so that all are written, for the reader of a failure. */
  readonly remedy: string;
}

/** How an envelope compares with its golden file. */
export interface FileVerdict {
  /** `added` and `updated` are files that were written just now. */
  readonly outcome: "same" | "added" | "updated" | "missing" | "different";
  readonly message: string;
  /** How to accept the envelope; absent where there is nothing to accept. */
  readonly advice?: string;
}

/** What a failed test says of a verdict. */
export function failureOf({ message, advice }: FileVerdict): string {
  return advice === undefined ? message : `${message.trimEnd()}\n\n${advice}\n`;
}

/**
 * Compares an envelope, its secrets scrubbed, with its golden file, and writes the file where the updates say so; one that
 * means the same is never rewritten. What is wrong with the envelope or the options, and no update would mend, is thrown:
 * a `TypeError`, an `XmlSyntaxError`, a `RangeError`.
 */
export function compareWithFile(
  received: unknown,
  file: string,
  { write, remedy }: FileUpdates,
  options?: EnvelopeFileOptions,
): FileVerdict {
  if (typeof received !== "string") throw new TypeError(notText(received));
  const envelope = parseEnvelope(received, "the received envelope");
  const clean = scrubEnvelope(received, options);
  if (!existsSync(file)) {
    // Nothing to compare with, but a wrong option is one now and not with the next run.
    compareParsed({ received: envelope, expected: envelope }, options);
    if (write !== "none") return written("added", file, clean);
    const advice = `If that is where it belongs, have it written, review it and commit it:\n  ${remedy}`;
    return { outcome: "missing", message: `there is no file ${file}`, advice };
  }
  const mismatch = mismatchOf(clean, { envelope: readFileSync(file, "utf8"), file }, options);
  if (mismatch === undefined) return { outcome: "same", message: `the envelope means the same as ${file}` };
  if (write === "all") return written("updated", file, clean);
  return { outcome: "different", message: mismatch, advice: `If the change is meant, rewrite the file:\n  ${remedy}` };
}

function written(outcome: "added" | "updated", file: string, envelope: string): FileVerdict {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, laidOut(declaredAsUtf8(envelope)));
  return { outcome, message: `${file} was written just now` };
}
