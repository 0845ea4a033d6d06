import { type AbortWaiter, addAbortWaiter, removeAbortWaiter } from "./abort-listeners.ts";
import { clock } from "./clock.ts";

/** The longest time that a timer runs; with a longer one it would end immediately. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The deadline of a call, and the callers' signals that may end it earlier. The clock runs from the start; it can be
 * held and started anew. `signal` aborts when the time is up, or, with the caller's own reason, when the caller gave
 * up. A time longer than 2,147,483,647 ms is no limit.
 */
export class Deadline {
  /** The time that the clock runs, in milliseconds. A new value holds from the next start on. */
  timeoutMs: number;
  readonly #controller = new AbortController();
  readonly #parents: readonly AbortSignal[];
  /** The races that are on, to be ended with the time. */
  readonly #waiting = new Set<AbortWaiter>();
  #stopTimer: (() => void) | undefined;
  #endsAt = Number.POSITIVE_INFINITY;
  #expired = false;
  #isReleased = false;

  constructor(timeoutMs: number, parents: readonly (AbortSignal | undefined)[]) {
    this.timeoutMs = timeoutMs;
    this.#parents = parents.filter((parent) => parent !== undefined);
    for (const parent of this.#parents) {
      if (parent.aborted) this.#end(parent.reason);
      else addAbortWaiter(parent, this.#end);
    }
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True when the time is up, as opposed to a caller that gave up. */
  get expired(): boolean {
    return this.#expired;
  }

  /** The milliseconds that are left; infinite while the clock is held. */
  get remainingMs(): number {
    return this.#endsAt - clock.now();
  }

  /** Starts the clock anew. */
  restart(): void {
    this.hold();
    if (this.signal.aborted || this.timeoutMs > longestTimerMs) return;
    this.#endsAt = clock.now() + this.timeoutMs;
    this.#stopTimer = clock.setTimer(this.timeoutMs, this.#onTimeout);
  }

  /** Stops the clock. */
  hold(): void {
    this.#stopTimer?.();
    this.#endsAt = Number.POSITIVE_INFINITY;
  }

  /** Lets go of timer and callers: the call is over. What is left of it, be it now or later, ends. */
  release(): void {
    this.hold();
    this.#isReleased = true;
    if (this.#waiting.size > 0) this.#end(callIsOver());
    for (const parent of this.#parents) removeAbortWaiter(parent, this.#end);
  }

  /** Resolves or rejects as the work does, or rejects with the signal's reason as soon as it aborts. */
  race<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isReleased) this.#end(callIsOver());
      if (this.signal.aborted) reject(this.signal.reason);
      // A set of functions costs a tenth of as many listeners at the signal.
      this.#waiting.add(reject);
      work.then(
        (value) => {
          this.#waiting.delete(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  /** Resolves after some time, or rejects as `race` does. */
  async sleep(delayMs: number): Promise<void> {
    let stopTimer: (() => void) | undefined;
    const slept = new Promise<void>((resolve) => {
      stopTimer = clock.setTimer(Math.min(delayMs, longestTimerMs), resolve);
    });
    await this.race(slept).finally(stopTimer);
  }

  // Fields, so that they can be handed over.
  readonly #onTimeout = (): void => {
    this.#expired = true;
    this.#end(new DOMException(`No answer within ${this.timeoutMs} ms`, "TimeoutError"));
  };

  readonly #end: AbortWaiter = (reason) => {
    this.hold();
    this.#controller.abort(reason);
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  };
}

function callIsOver(): DOMException {
  return new DOMException("The call is over", "AbortError");
}
