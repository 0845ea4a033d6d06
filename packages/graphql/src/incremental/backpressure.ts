/** How many items of streamed lists may be ready and not yet sent: many enough to be sent in large parts. */
const mostAhead = 1000;

/** Where something is in an answer. */
type AnswerPath = readonly (string | number)[];

/** Keeps an answer in parts from being made faster than it is taken, whatever the length of its lists. */
export class Backpressure {
  #ahead = 0;
  /** How many of these are of each list, by the list's path. Lists at one path, in fragments, are sent and dropped together. */
  readonly #aheadOf = new Map<string, number>();
  #waiting: (() => void)[] = [];

  /** The items of the list at a path, those after the first `initialCount` at the pace at which they are taken. */
  paced<T>(items: AsyncIterable<T>, initialCount: number, path: AnswerPath): AsyncIterable<T> {
    const list = path.join();
    return { [Symbol.asyncIterator]: () => this.#pacedIterator(items[Symbol.asyncIterator](), initialCount, list) };
  }

  /** An item has been sent, or a failure in its place. It may be of a list that is not paced. */
  taken(path: AnswerPath): void {
    this.#less(path.slice(0, -1).join(), 1);
  }

  #pacedIterator<T>(source: AsyncIterator<T>, initialCount: number, list: string): AsyncIterator<T> {
    const end = { done: true, value: undefined } as const;
    let read = 0;
    let isLeft = false;
    return {
      next: async () => {
        const isAwaited = read++ < initialCount;
        while (!isAwaited && this.#ahead >= mostAhead && !isLeft) await this.#room();
        if (isLeft) return end;
        return isAwaited ? source.next() : this.#madeAhead(source, list);
      },
      return: async () => {
        isLeft = true;
        // What was not sent of the list never is.
        this.#less(list, Number.POSITIVE_INFINITY);
        this.#wake();
        await source.return?.();
        return end;
      },
    };
  }

  async #madeAhead<T>(source: AsyncIterator<T>, list: string): Promise<IteratorResult<T>> {
    this.#ahead++;
    this.#aheadOf.set(list, (this.#aheadOf.get(list) ?? 0) + 1);
    const result = await source.next();
    // Of an item or a failure a part is sent, of the end of a list none.
    if (result.done) this.#less(list, 1);
    return result;
  }

  #less(list: string, count: number): void {
    const ahead = this.#aheadOf.get(list) ?? 0;
    const fewer = Math.min(count, ahead);
    if (fewer === ahead) this.#aheadOf.delete(list);
    else this.#aheadOf.set(list, ahead - fewer);
    this.#ahead -= fewer;
    if (this.#ahead < mostAhead) this.#wake();
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
