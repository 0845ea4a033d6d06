/** How many items of streamed lists may be ready and not yet sent: many enough to be sent in large parts. */
const mostAhead = 1000;

/** Keeps an answer in parts from being made faster than it is taken, whatever the length of its lists. */
export class Delivery {
  #ahead = 0;
  #waiting: (() => void)[] = [];

  /** The items, those after the first `initialCount` at the pace at which they are taken. */
  paced<T>(items: AsyncIterable<T>, initialCount: number): AsyncIterable<T> {
    return { [Symbol.asyncIterator]: () => this.#pacedIterator(items[Symbol.asyncIterator](), initialCount) };
  }

  /** So many items have been sent, or failures in their place. */
  taken(count: number): void {
    this.#ahead -= count;
    if (this.#ahead < mostAhead) this.#wake();
  }

  #pacedIterator<T>(source: AsyncIterator<T>, initialCount: number): AsyncIterator<T> {
    const end = { done: true, value: undefined } as const;
    let read = 0;
    let isLeft = false;
    return {
      next: async () => {
        const isAwaited = read++ < initialCount;
        while (!isAwaited && this.#ahead >= mostAhead && !isLeft) await this.#room();
        if (isLeft) return end;
        return isAwaited ? source.next() : this.#madeAhead(source);
      },
      return: async () => {
        isLeft = true;
        this.#wake();
        await source.return?.();
        return end;
      },
    };
  }

  async #madeAhead<T>(source: AsyncIterator<T>): Promise<IteratorResult<T>> {
    this.#ahead++;
    const result = await source.next();
    // Of an item or a failure a part is sent, of the end of a list none.
    if (result.done) this.taken(1);
    return result;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
