const partTypes = ["multipart/mixed", "text/event-stream"] as const;
const wholeTypes = ["application/json", "application/graphql-response+json"] as const;

/** A media type of responses, and its weight in the header. */
interface Accepted {
  readonly type: string;
  /** The weight from 0 to 1; 0 for a type that is refused or not accepted. */
  readonly weight: number;
  /** The index of the media range that accepts it. */
  readonly place: number;
}

/** A media type, or a range of them, as `Accept` lists it. */
interface MediaRange {
  readonly type: string;
  readonly weight: number;
}

/** Tells whether the sender of this `Accept` takes an incremental response, and wants it no less than a single one. */
export function takesParts(accept: string): boolean {
  const ranges = rangesOf(accept);
  const weightOf = (type: string) => acceptedIn(ranges, type).weight;
  // An incremental response has the first of its types that is not refused.
  const parts = partTypes.map(weightOf).find((weight) => weight > 0) ?? 0;
  return parts > 0 && parts >= Math.max(...wholeTypes.map(weightOf));
}

/**
 * Returns the types of responses, the most wanted first and without those that are refused, for a reader of `Accept`
 * that ignores weights. Empty when the header has no weights, or accepts no such type.
 */
export function typesByWeight(accept: string): readonly string[] {
  if (!/;\s*q\s*=/i.test(accept)) return [];
  const ranges = rangesOf(accept);
  return [...wholeTypes, ...partTypes]
    .map((type) => acceptedIn(ranges, type))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ type, weight }) => `${type};q=${weight}`);
}

function rangesOf(accept: string): readonly MediaRange[] {
  return accept.split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return { type, weight: weightIn(parameters) };
  });
}

/** Returns the weight that a range's parameters give, 1 at most; 1 for none, or for a value that is no number. */
function weightIn(parameters: readonly string[]): number {
  const [, digits = "1"] = parameters.map((part) => /^q\s*=\s*([\d.]+)$/.exec(part)).find((found) => found) ?? [];
  const weight = Number(digits);
  return Number.isNaN(weight) ? 1 : Math.min(weight, 1);
}

/** Returns the header's acceptance of a type: by the range that names it, else by the narrowest that contains it. */
function acceptedIn(ranges: readonly MediaRange[], type: string): Accepted {
  const [kind] = type.split("/");
  for (const name of [type, `${kind}/*`, "*/*"]) {
    const place = ranges.findIndex((range) => range.type === name);
    const range = ranges[place];
    if (range !== undefined) return { type, weight: range.weight, place };
  }
  return { type, weight: 0, place: ranges.length };
}
