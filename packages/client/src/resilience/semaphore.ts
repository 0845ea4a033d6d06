import type { Deadline } from "./deadline.ts";

/** A counting semaphore. Callers that wait get their slots in the order in which they came. */
export class Semaphore {
  readonly #count: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(count: number, maxWaiting: number) {
    this.#count = count;
    this.#maxWaiting = maxWaiting;
  }

  /** True when no further caller may wait. */
  get isFull(): boolean {
    return this.#waiting.size >= this.#maxWaiting;
  }

  /** Takes a slot if one is free, and tells whether it did. */
  tryAcquire(): boolean {
    if (this.#taken >= this.#count) return false;
    this.#taken++;
    return true;
  }

  /** Waits for a free slot and takes it. Rejects, and leaves the queue, when the deadline passes or the caller gives up. */
  async acquire(limit: Deadline): Promise<void> {
    let onTurn = () => {};
    const turn = new Promise<void>((resolve) => {
      onTurn = resolve;
    });
    this.#waiting.add(onTurn);
    try {
      await limit.race(turn);
    } catch (error) {
      // It may have got a slot in the same moment.
      if (!this.#waiting.delete(onTurn)) this.release();
      throw error;
    }
  }

  /** Frees a slot, which goes to the caller that has waited longest. */
  release(): void {
    const [onTurn] = this.#waiting;
    if (onTurn === undefined) {
      this.#taken--;
      return;
    }
    this.#waiting.delete(onTurn);
    onTurn();
  }
}
