import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark, Row } from "./report.ts";

const child = fileURLToPath(new URL("hostile-text-child.ts", import.meta.url));

/** The output of the child process. */
export interface TextCost {
  /** Of the processor. */
  readonly milliseconds: number;
  /** The most memory in use above that before, the document itself included, in bytes. */
  readonly peak: number;
  /** The error's code, or "read". */
  readonly outcome: string;
}

/** The kinds of text that the child makes documents of, the plain one first. */
export const textKinds = [
  "plain text",
  "carriage returns",
  "] in CDATA",
  "- in a comment",
  "&#13;",
  "&amp;",
  "bare &",
  "&aaa…",
  "many attributes",
  "a long attribute",
  "tags full of attributes",
  "tags full of namespaces",
  "tags full of prefixes",
  "tags of some attributes",
  "names that differ",
  "long names that come twice",
  "tiny elements",
  "instructions",
  "one instruction",
] as const;

/** The ways in which a document comes. */
const arrivals = ["whole", "in chunks"] as const;

/** The cost of 10 MB of hostile text, next to as much plain text in chunks, and to what saxes takes for the same text. */
export const hostileText: Benchmark = {
  name: "hostile-text",
  title: "decode 10 MB of one kind of text, whole and in chunks of 64 KiB (ratios of processor time; less is better)",
  run: () => {
    const plain = costOf("plain text", "in chunks");
    return textKinds.flatMap((kind) => {
      const tokens = costOf(kind, "through saxes");
      return arrivals.map((arrival) => rowOf(kind, arrival, plain, tokens));
    });
  },
};

function rowOf(kind: string, arrival: string, plain: TextCost, tokens: TextCost): Row {
  const { milliseconds, peak, outcome } = costOf(kind, arrival);
  return {
    what: `${kind}, ${arrival}: ${outcome}`,
    figure: `${milliseconds.toFixed(0)} ms, +${(peak / 1e6).toFixed(0)} MB`,
    ratios: {
      "plain text": milliseconds / plain.milliseconds,
      // The time until it refuses a text, or ends at it, tells nothing.
      ...(tokens.outcome === "read" && outcome === "read" ? { saxes: milliseconds / tokens.milliseconds } : {}),
    },
  };
}

function costOf(kind: string, arrival: string): TextCost {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--conditions=source", "--import=tsx", child, kind, arrival],
    { encoding: "utf8" },
  );
  if (stdout === "") throw new Error(stderr);
  // The child is this file's own and prints this.
  return JSON.parse(stdout) as TextCost;
}
