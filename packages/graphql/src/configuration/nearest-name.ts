import { closestMatch } from "leven";

/**
 * Of some names the one that another was probably meant to be; `undefined` when none is like it. Case, `-` and `_` make
 * no difference, and half of its letters may be wrong.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const byFolded = new Map([...known].map((candidate) => [foldedOf(candidate), candidate]));
  const folded = foldedOf(name);
  const nearest = closestMatch(folded, [...byFolded.keys()], { maxDistance: Math.floor(folded.length / 2) });
  return nearest === undefined ? undefined : byFolded.get(nearest);
}

/** What an error says of a name that is unknown: `; did you mean port?`, or nothing. */
export function suggestionFor(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}

function foldedOf(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}
