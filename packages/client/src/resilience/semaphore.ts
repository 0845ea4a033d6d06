import type { Deadline } from "./deadline.ts";

/** So many places, for one each; others wait for theirs in the order in which they came. */
export class Semaphore {
  readonly #count: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(count: number, maxWaiting: number) {
    this.#count = count;
    this.#maxWaiting = maxWaiting;
  }

  /** True when no further request may wait. */
  get isFull(): boolean {
    return this.#waiting.size >= this.#maxWaiting;
  }

  /** Takes a slot if one is free. Tells whether it did. */
  take(): boolean {
    if (this.#taken >= this.#count) return false;
    this.#taken++;
    return true;
  }

  /** Takes the next slot that is freed. Rejects as `limit.race` does; a request that gave up waits no longer. */
  async wait(limit: Deadline): Promise<void> {
    let onTurn = () => {};
    const turn = new Promise<void>((resolve) => {
      onTurn = resolve;
    });
    this.#waiting.add(onTurn);
    try {
      await limit.race(turn);
    } catch (error) {
      // It may have been given one in the same moment.
      if (!this.#waiting.delete(onTurn)) this.leave();
      throw error;
    }
  }

  /** Frees a slot for the request that has waited longest. */
  leave(): void {
    const [onTurn] = this.#waiting;
    if (onTurn === undefined) {
      this.#taken--;
      return;
    }
    this.#waiting.delete(onTurn);
    onTurn();
  }
}
