import { nearestName } from "@superoffice-soap/schema";
import type { XmlElement } from "../xml/xml-tree.ts";
import { anywhere, nestingIn, nestingOfContract } from "./contract-paths.ts";

/** A function that tells whether to ignore the content at a path, written as in a `Difference`. */
export type IsIgnored = (path: string) => boolean;

/**
 * Returns the function that decides which paths are ignored, given their ends. Throws a `RangeError` that names an end
 * which can match nothing: a name in it, or one name inside another, is in none of the envelopes and in no version of
 * the contract.
 */
export function ignoredPaths(ends: readonly string[], envelopes: readonly XmlElement[]): IsIgnored {
  const wanted = ends.map(stepsOf);
  if (wanted.length === 0) return () => false;
  const nestings = [nestingOfContract(), ...envelopes.map(nestingIn)];
  const namesIn: NamesIn = (parent) => nestings.flatMap((nesting) => [...(nesting.get(parent) ?? [])]);
  for (const [index, steps] of wanted.entries()) assertPossible(ends[index] ?? "", steps, namesIn);
  return (path) => {
    const steps = stepsOf(path);
    return wanted.some((end) => isEndOf(end, steps));
  };
}

/** A function that returns the names that may be directly inside an element. */
type NamesIn = (parent: string) => readonly string[];

/** Returns the names in a path. The namespace in an attribute's name has slashes of its own. */
function stepsOf(path: string): readonly string[] {
  return path.match(/(?:\{[^}]*\}|[^/{])+/g) ?? [];
}

function isEndOf(end: readonly string[], path: readonly string[]): boolean {
  const last = path.slice(-end.length);
  return last.length === end.length && end.every((step, index) => isSameStep(step, last[index] ?? ""));
}

/**
 * Tells whether a step is the wanted one. A wanted step without a number is any of the siblings of its name; an element
 * without siblings has no number in a path.
 */
function isSameStep(wanted: string, step: string): boolean {
  return wanted === step || wanted === withoutNumber(step) || wanted === `${step}[1]`;
}

function withoutNumber(step: string): string {
  return step.replace(/\[\d+\]$/, "");
}

function assertPossible(end: string, steps: readonly string[], namesIn: NamesIn): void {
  const names = steps.map(withoutNumber);
  if (names.length > 0 && names.every((name, index) => namesIn(names[index - 1] ?? anywhere).includes(name))) return;
  const meant = meantPath(names, namesIn);
  const hint = meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`;
  const reason = "neither the envelopes nor NetServer's contract have it";
  throw new RangeError(`nothing can match the ignored path ${JSON.stringify(end)}: ${reason}${hint}`);
}

/** Returns the path with each unknown name replaced by a similar known one; `undefined` when there is none. */
function meantPath(names: readonly string[], namesIn: NamesIn): string | undefined {
  const meant: string[] = [];
  for (const name of names) {
    const known = namesIn(meant.at(-1) ?? anywhere);
    const found = known.includes(name) ? name : nearestName(name, known);
    if (found === undefined) return undefined;
    meant.push(found);
  }
  return meant.length === 0 ? undefined : meant.join("/");
}
