const partTypes = ["multipart/mixed", "text/event-stream"] as const;
const wholeTypes = ["application/json", "application/graphql-response+json"] as const;

/** A media type that answers are written in, and how much it is wanted. */
interface Accepted {
  readonly type: string;
  /** 0 to 1; 0 for one that is refused, or not among those that are accepted. */
  readonly weight: number;
  /** Where in the header it is accepted. */
  readonly place: number;
}

/** A media type, or a range of them, as `Accept` lists it. */
interface MediaRange {
  readonly type: string;
  readonly weight: number;
}

/** Whether who sends this `Accept` takes an answer in parts, and wants it no less than one as a whole. */
export function takesParts(accept: string): boolean {
  const ranges = rangesOf(accept);
  const weightOf = (type: string) => acceptedIn(ranges, type).weight;
  // An answer in parts comes in the first of its types that is not refused.
  const parts = partTypes.map(weightOf).find((weight) => weight > 0) ?? 0;
  return parts > 0 && parts >= Math.max(...wholeTypes.map(weightOf));
}

/**
 * The types that answers are written in, the most wanted first and without those that are refused, for who reads
 * `Accept` without weights. None when the header has no weights, or accepts no such type.
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

/** The weight that a range's parameters give; one that is no number is none. */
function weightIn(parameters: readonly string[]): number {
  const [, digits = "1"] = parameters.map((part) => /^q\s*=\s*([\d.]+)$/.exec(part)).find((found) => found) ?? [];
  const weight = Number(digits);
  return Number.isNaN(weight) ? 1 : Math.min(weight, 1);
}

/** What the header says of a type: in the range that names it, else in the narrowest that holds it. */
function acceptedIn(ranges: readonly MediaRange[], type: string): Accepted {
  const [kind] = type.split("/");
  for (const name of [type, `${kind}/*`, "*/*"]) {
    const place = ranges.findIndex((range) => range.type === name);
    const range = ranges[place];
    if (range !== undefined) return { type, weight: range.weight, place };
  }
  return { type, weight: 0, place: ranges.length };
}
