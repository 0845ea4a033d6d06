/** What is kept at most: enough for every tag of the contract, whatever the prefixes. */
const maxKept = 4096;
const maxLength = 300;

/**
 * What is made of a text, made once and kept for the next time, since services send the same names and tags all the time.
 * However many other texts come, what is kept stays within bounds.
 */
export class KeptByText<T extends object> {
  readonly #make: (text: string) => T | undefined;
  readonly #kept = new Map<string, T>();

  constructor(make: (text: string) => T | undefined) {
    this.#make = make;
  }

  /** Whether what is made of a text is kept: not when the text is too long. */
  keeps(text: string): boolean {
    return text.length <= maxLength;
  }

  /** What is made of the text; `undefined` when it cannot be made. */
  of(text: string): T | undefined {
    return this.#kept.get(text) ?? this.#keep(text);
  }

  #keep(text: string): T | undefined {
    if (!this.keeps(text)) return this.#make(text);
    const copy = detached(text);
    const made = this.#make(copy);
    if (made === undefined) return undefined;
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(copy, made);
    return made;
  }
}

/**
 * The same text, no longer a part of another: such a part keeps all of the other in memory, and V8 compares it the
 * slow way.
 */
export function detached(text: string): string {
  return text.length < shortestPart ? text : text.split("").join("");
}

/** V8 copies what is shorter than this, in UTF-16 code units, instead of making it a part. */
const shortestPart = 13;
