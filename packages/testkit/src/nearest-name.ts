import { closestMatch } from "leven";

/**
 * Of some names the one that another was probably meant to be; `undefined` when none is like it. Case makes no
 * difference, nor does a prefix, and a letter in three may be wrong.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const byFolded = new Map([...known].map((candidate) => [foldedOf(candidate), candidate]));
  const folded = foldedOf(name);
  const nearest = closestMatch(folded, [...byFolded.keys()], { maxDistance: Math.floor(folded.length / 3) });
  return nearest === undefined ? undefined : byFolded.get(nearest);
}

function foldedOf(name: string): string {
  return name.replace(/^\w+:/, "").toLowerCase();
}
