/** The length of the longest name that is compared: the contract's and the settings' names are all shorter. */
const longestName = 100;

/**
 * Returns the known name that another was probably intended to be; `undefined` when none is like it. Case makes no
 * difference, nor do a prefix, `-` and `_`; a character in three may be wrong, missing, too many, or swapped with the next.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longestName) return undefined;
  const folded = foldedOf(name);
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const other = foldedOf(candidate);
    const tolerated = Math.floor(Math.max(folded.length, other.length) / 3);
    // The difference in length is a lower bound of the distance.
    if (Math.abs(folded.length - other.length) > Math.min(tolerated, least - 1)) continue;
    const distance = distanceBetween(folded, other);
    if (distance > tolerated || distance >= least) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

/** Returns what an error adds for a name that is unknown: `; did you mean port?`, or nothing. */
export function suggestionFor(name: string, known: Iterable<string>): string {
  return suggested(nearestName(name, known));
}

/** Returns the words that suggest a name, `; did you mean port?`; none for `undefined`. */
export function suggested(name: string | undefined): string {
  return name === undefined ? "" : `; did you mean ${name}?`;
}

function foldedOf(name: string): string {
  return name.replace(/^\w+:/, "").toLowerCase().replace(/[-_]/g, "");
}

/** Returns the optimal string alignment distance: characters inserted, deleted, replaced, or swapped with their neighbour. */
function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = isSwapped(a, i, b, j) ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function isSwapped(a: string, i: number, b: string, j: number): boolean {
  return i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}
