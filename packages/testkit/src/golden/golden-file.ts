import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type CompareOptions, compareParsed, parseEnvelope } from "../compare/compare-envelopes.ts";
import { mismatchOf, notText } from "../compare/mismatch.ts";
import { type ScrubOptions, scrubEnvelope } from "../scrub/scrub-envelope.ts";
import { declaredAsUtf8 } from "../xml/xml-encoding.ts";
import { laidOut } from "./envelope-layout.ts";

/**
 * The options of a comparison with a golden file: the differences that it ignores, and the secrets that it keeps out of
 * the file.
 */
export interface EnvelopeFileOptions extends CompareOptions, ScrubOptions {}

/** The way in which a run of tests updates golden files. */
export interface FileUpdates {
  /** The files to write: `all` writes those that differ and those that are missing, `new` the missing ones. */
  readonly write: "all" | "new" | "none";
  /** The command that runs the tests so that all files are written, for the reader of a failure. */
  readonly remedy: string;
}

/** The result of comparing an envelope with its golden file. */
export interface FileVerdict {
  /** The outcome; `added` and `updated` are files that were written just now. */
  readonly outcome: "same" | "added" | "updated" | "missing" | "different";
  readonly message: string;
  /** The way to accept the envelope; absent where there is nothing to accept. */
  readonly advice?: string;
}

/** Returns the message of a failed test for a verdict. */
export function failureOf({ message, advice }: FileVerdict): string {
  return advice === undefined ? message : `${message.trimEnd()}\n\n${advice}\n`;
}

/**
 * Compares an envelope, its secrets scrubbed, with its golden file, and writes the file where the updates say so; a
 * file with the same meaning is never rewritten. Throws for a fault in the envelope or the options, which no update
 * would fix: a `TypeError`, an `XmlSyntaxError` or a `RangeError`.
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
    // There is nothing to compare with, but a wrong option must throw now, not in the next run.
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
