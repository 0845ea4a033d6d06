import { codedError } from "../errors/public-error.ts";

const end = { done: true, value: undefined } as const;

/**
 * A page of a list that is still being read. A reader that asks for an item waits until it has come; an item that one
 * reader has waited for is there for the others. The list is read one item further than the page goes, or until all
 * readers have left. When the list fails, it fails for each reader that asks for more than had come.
 */
export class StreamedPage<T> {
  readonly #source: AsyncIterator<T>;
  readonly #length: number;
  readonly #items: T[] = [];
  #readers = 0;
  #state: "open" | "ended" | "left" | "failed" = "open";
  #failure: unknown;
  #reading: Promise<void> | undefined;

  constructor(list: AsyncIterable<T>, length: number) {
    this.#source = list[Symbol.asyncIterator]();
    this.#length = length;
  }

  /** Tells whether there is an item at an index, which may be the one after the page's last. */
  async has(place: number): Promise<boolean> {
    while (this.#items.length <= place && this.#state === "open") await this.#next();
    if (this.#items.length > place) return true;
    if (this.#state === "failed") throw this.#failure;
    if (this.#state === "left") throw codedError("UPSTREAM_UNAVAILABLE", "The list was not read to its end.");
    return false;
  }

  /** Returns the item at an index, which may be the one after the page's last; `undefined` while it has not come. */
  at(place: number): T | undefined {
    return this.#items[place];
  }

  /** Returns the number of items of the page, known once `has` has resolved for the index after the last. */
  get count(): number {
    return Math.min(this.#items.length, this.#length);
  }

  /** Returns the page's items as they come, each with its index. */
  items<U>(toValue: (item: T, place: number) => U): AsyncIterable<U> {
    this.#readers += 1;
    let place = 0;
    let isDone = false;
    const done = () => {
      if (!isDone) this.#readers -= 1;
      isDone = true;
      return end;
    };
    const next = async (): Promise<IteratorResult<U, undefined>> => {
      if (isDone) return end;
      if (place === this.#length || !(await this.has(place))) {
        // A query may still ask whether more follow, and reading that one item ends the list.
        this.has(this.#length).catch(() => undefined);
        return done();
      }
      // `has` has resolved to true for it.
      return { done: false, value: toValue(this.#items[place] as T, place++) };
    };
    const leave = async () => {
      done();
      if (this.#readers === 0) await this.#close("left");
      return end;
    };
    return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
  }

  /**
   * Reads one more item for all readers that wait for one: a reader that wants the page's end delays no reader of
   * earlier items.
   */
  #next(): Promise<void> {
    this.#reading ??= this.#readOne().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOne(): Promise<void> {
    try {
      const { done, value } = await this.#source.next();
      if (this.#state !== "open") return;
      if (done) this.#state = "ended";
      else this.#items.push(value);
    } catch (error) {
      this.#state = "failed";
      this.#failure = error;
    }
    if (this.#items.length > this.#length) await this.#close("ended");
  }

  async #close(state: "ended" | "left"): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = state;
    await this.#source.return?.();
  }
}
