const contentCodings = ["gzip", "x-gzip", "deflate", "br"] as const;

/** A content coding that transports take off: one that is asked for, or that servers use unasked. */
export type ContentCoding = (typeof contentCodings)[number];

/** The parts of a response's `Content-Encoding` that can be taken off, and the one that cannot. */
export interface ContentCodings {
  /** The codings to take off, in this order: the header names the one that was put on last at its end. */
  readonly known: readonly ContentCoding[];
  /** The coding that is left then, in lower case: one that is not known, or one too many. */
  readonly left: string | undefined;
}

/** Reads a `Content-Encoding`, a list of names in any case. */
export function contentCodingsOf(header: string | null): ContentCodings {
  const names = (header ?? "").toLowerCase().split(",");
  const codings = names.map((name) => name.trim()).filter((name) => name !== "" && name !== "identity");
  const known: ContentCoding[] = [];
  for (const coding of codings.reverse()) {
    if (!isKnown(coding) || known.length === maxCodings) return { known, left: coding };
    known.push(coding);
  }
  return { known, left: undefined };
}

/** The most codings that are taken off one response: each costs memory and time. */
const maxCodings = 5;

function isKnown(coding: string): coding is ContentCoding {
  return (contentCodings as readonly string[]).includes(coding);
}
