/** The most items of a streamed list that may be ready and not yet sent: enough for large parts. */
const mostAhead = 1000;

/** A path in a response. */
type AnswerPath = readonly (string | number)[];

/**
 * The backpressure of an incremental response: it is made no faster than it is read, whatever the length of its lists.
 */
export class Backpressure {
  #ahead = 0;
  /**
   * The number of those items of each list, by the list's path. Lists at one path, in fragments, are sent and dropped
   * together.
   */
  readonly #aheadOf = new Map<string, number>();
  #waiting: (() => void)[] = [];

  /** Returns the items of the list at a path; after the first `initialCount`, at the pace at which they are taken. */
  paced<T>(items: AsyncIterable<T>, initialCount: number, path: AnswerPath): AsyncIterable<T> {
    const list = path.join();
    return { [Symbol.asyncIterator]: () => this.#pacedIterator(items[Symbol.asyncIterator](), initialCount, list) };
  }

  /** Notes that an item has been sent, or a failure instead of it. It may belong to a list that is not paced. */
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
        // The items that were not sent never will be.
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
    // An item or a failure is sent as a part, the end of a list is not.
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
