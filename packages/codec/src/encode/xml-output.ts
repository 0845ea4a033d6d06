import type { OutsideXml } from "../xml/escape.ts";

/**
 * The number of pieces that are joined together. V8 joins thousands of pieces fastest. The result of a small batch is a
 * young object, which is cheapest in a short document; a long document is cheaper in batches so large that the garbage
 * collector does not move them. Both sizes were chosen with `npm run bench -- encode`.
 */
const batchSizes = { first: 4096, later: 8192 } as const;

/** The number of batches of the first size. */
const firstBatches = 20;

/** The number of constants that are joined into one. The bound keeps the number of remembered combinations small. */
const longestChain = 8;

/**
 * A piece of markup that is the same in every document, such as a tag. Constants that follow one another are joined
 * once and remembered: in a list of entities, an end tag is nearly always followed by the same start tag.
 */
export class Constant {
  readonly text: string;
  readonly #length: number;
  readonly #followers = new Map<Constant, Constant>();
  // The last follower, which is likely to follow again.
  #follower: Constant | undefined;
  #joined: Constant | undefined;

  constructor(text: string, length = 1) {
    // A string made by concatenation is a rope, which every join would have to walk again.
    this.text = Array.from(text).join("");
    this.#length = length;
  }

  /** Returns both constants as one; `undefined` when the chain is long enough. */
  joinedWith(follower: Constant): Constant | undefined {
    if (this.#follower === follower) return this.#joined;
    if (this.#length >= longestChain) return undefined;
    const joined = this.#followers.get(follower) ?? this.#remember(follower);
    this.#follower = follower;
    this.#joined = joined;
    return joined;
  }

  #remember(follower: Constant): Constant {
    const joined = new Constant(this.text + follower.text, this.#length + 1);
    this.#followers.set(follower, joined);
    return joined;
  }
}

/**
 * A document that is being written. It gathers pieces and joins them in batches. For lists of entities that takes a third
 * of the time of concatenation (`npm run bench -- encode`), which builds ropes that must be flattened in the end.
 */
export class XmlOutput {
  readonly outsideXml: OutsideXml;
  // Never shortened: an array that shrinks gives its memory back and must grow again.
  readonly #pieces: string[] = [];
  #pending = 0;
  #weighed = 0;
  #weight = 0;
  #joined = 0;
  #constant: Constant | undefined;
  #text = "";

  constructor(outsideXml: OutsideXml = "refuse") {
    this.outsideXml = outsideXml;
  }

  /** Writes markup. */
  constant(constant: Constant): void {
    const before = this.#constant;
    if (before === undefined) {
      this.#constant = constant;
      return;
    }
    const joined = before.joinedWith(constant);
    if (joined === undefined) this.#pieces[this.#pending++] = before.text;
    this.#constant = joined ?? constant;
  }

  /** Writes text that is escaped already. */
  text(text: string): void {
    if (this.#constant !== undefined) {
      this.#pieces[this.#pending++] = this.#constant.text;
      this.#constant = undefined;
    }
    this.#pieces[this.#pending++] = text;
  }

  /** Writes an element with a text that is escaped already. */
  element(open: Constant, text: string, close: Constant): void {
    this.constant(open);
    this.text(text);
    this.#constant = close;
  }

  /** Joins the pieces when a batch is full. Called between items, so that a long list does not keep millions of pieces. */
  settle(): void {
    if (this.#pending >= (this.#joined < firstBatches ? batchSizes.first : batchSizes.later)) this.#join();
  }

  /** The number of pieces that are not joined yet. */
  get pending(): number {
    return this.#pending;
  }

  /** The number of characters that are not joined yet. Counted on access, which is rare. */
  get pendingLength(): number {
    for (; this.#weighed < this.#pending; this.#weighed++) this.#weight += this.#pieces[this.#weighed]?.length ?? 0;
    return this.#weight;
  }

  /** Returns everything that was written since the last call. */
  take(): string {
    this.text("");
    this.#join();
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #join(): void {
    this.#pieces.fill("", this.#pending);
    this.#text += this.#pieces.join("");
    this.#pending = 0;
    this.#weighed = 0;
    this.#weight = 0;
    this.#joined++;
  }
}
