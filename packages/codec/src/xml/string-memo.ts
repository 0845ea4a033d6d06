/** The number of slots, a power of two: several times the number of tags in the contract's longest messages. */
const slots = 4096;
const maxLength = 300;

/** A value that knows the text it was made of. */
interface MadeOfText {
  readonly text: string;
}

/** Makes a value of a text, or `undefined` when it cannot; it applies `part` to each part of the text that it keeps. */
type Make<T> = (text: string, part: (text: string) => string) => T | undefined;

/**
 * A bounded memo from text to the value made of it, because services repeat the same tags. A text has one slot, given by its
 * hash, and is kept when that slot meets it twice in a row. So texts that all differ cost little more than without the
 * memo, and its size is bounded whatever arrives.
 */
export class StringMemo<T extends MadeOfText> {
  readonly #make: Make<T>;
  readonly #kept: (T | undefined)[] = Array<T | undefined>(slots).fill(undefined);
  /** The hash, by slot, of the last text that was not kept. */
  readonly #met = new Int32Array(slots);

  constructor(make: Make<T>) {
    this.#make = make;
  }

  /** Returns the value in the slot of a hash. */
  in(hash: number): T | undefined {
    return this.#kept[hash & (slots - 1)];
  }

  /** Returns the value of a text with this hash; `undefined` when none can be made. */
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
 * Copies a text that is a part of another. Such a part keeps all of the other text in memory, and V8 compares it more slowly
 * (`npm run bench -- decode`).
 */
export function detached(text: string): string {
  return text.length < shortestPart ? text : text.split("").join("");
}

/** Returns the text itself, for a value that is not kept. */
export function asItIs(text: string): string {
  return text;
}

/** V8 copies what is shorter than this, in UTF-16 code units, instead of making it a part. */
const shortestPart = 13;
