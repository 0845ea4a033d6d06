/** The slots for what is kept, a power of two: several times as many as the contract's longest messages have tags. */
const slots = 4096;
const maxLength = 300;

/** What knows the text that it was made of. */
interface MadeOfText {
  readonly text: string;
}

/** Makes something of a text, or `undefined` when it cannot; `part` is applied to each part of the text that it holds. */
type Make<T> = (text: string, part: (text: string) => string) => T | undefined;

/**
 * A cache of what is made of texts, since services send the same tags all the time. A text has one slot, which its hash
 * tells, and is kept when it is met there twice in a row: so texts that all differ cost little more than to make
 * something of each, and whatever comes, what is kept stays within bounds.
 */
export class StringMemo<T extends MadeOfText> {
  readonly #make: Make<T>;
  readonly #kept: (T | undefined)[] = Array<T | undefined>(slots).fill(undefined);
  /** By slot, the hash of the text that was met last without being kept. */
  readonly #met = new Int32Array(slots);

  constructor(make: Make<T>) {
    this.#make = make;
  }

  /** Returns what is kept in the slot of a hash. */
  in(hash: number): T | undefined {
    return this.#kept[hash & (slots - 1)];
  }

  /** Returns what is made of the text, whose hash must be given; `undefined` when it cannot be made. */
  of(text: string, hash: number): T | undefined {
    const kept = this.in(hash);
    if (kept !== undefined && kept.text === text) return kept;
    const made = this.#make(text, asItIs);
    if (made === undefined || text.length > maxLength) return made;
    return this.#met[hash & (slots - 1)] === hash ? this.#keep(text, hash) : this.#note(made, hash);
  }

  #note(made: T, hash: number): T {
    this.#met[hash & (slots - 1)] = hash;
    return made;
  }

  #keep(text: string, hash: number): T | undefined {
    const made = this.#make(detached(text), detached);
    this.#kept[hash & (slots - 1)] = made;
    return made;
  }
}

/** Returns the hash of a text, a 32-bit integer (FNV-1a over UTF-16 code units). Of a long text only the beginning counts. */
export function hashOf(text: string): number {
  const end = Math.min(text.length, maxLength);
  let hash = offsetBasis;
  for (let at = 0; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  // The low bits, which tell the slot, depend on the high ones too.
  return hash ^ (hash >>> 15);
}

const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;

/**
 * The same text, no longer a part of another: such a part keeps all of the other in memory, and V8 compares it the
 * slow way.
 */
export function detached(text: string): string {
  return text.length < shortestPart ? text : text.split("").join("");
}

/** The same text as it is, where what holds it is not kept. */
export function asItIs(text: string): string {
  return text;
}

/** V8 copies what is shorter than this, in UTF-16 code units, instead of making it a part. */
const shortestPart = 13;
