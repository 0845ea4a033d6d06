import { type AbortListener, addAbortListener, removeAbortListener } from "./abort-listeners.ts";
import { clock } from "./clock.ts";

/** The longest delay of a timer; with a longer one it would fire immediately. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The deadline of a call. The clock runs from the start; it can be held and restarted. `signal` aborts on timeout, or as soon
 * as one of the parent signals aborts, with that signal's reason. A timeout longer than 2,147,483,647 ms is no limit.
 */
export class Deadline {
  /** The timeout in milliseconds. A change takes effect when the clock is restarted. */
  timeoutMs: number;
  readonly #controller = new AbortController();
  readonly #parents: readonly AbortSignal[];
  /** The pending races, which end with the deadline. */
  readonly #waiting = new Set<AbortListener>();
  #stopTimer: (() => void) | undefined;
  #endsAt = Number.POSITIVE_INFINITY;
  #expired = false;
  #isReleased = false;

  constructor(timeoutMs: number, parents: readonly (AbortSignal | undefined)[]) {
    this.timeoutMs = timeoutMs;
    this.#parents = parents.filter((parent) => parent !== undefined);
    for (const parent of this.#parents) {
      if (parent.aborted) this.#end(parent.reason);
      else addAbortListener(parent, this.#end);
    }
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True after a timeout; false when the caller gave up. */
  get expired(): boolean {
    return this.#expired;
  }

  /** The time left; infinite while the clock is held. */
  get remainingMs(): number {
    return this.#endsAt - clock.now();
  }

  /** Restarts the clock. */
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

  /** Releases the timer and listeners, since the call is over, and aborts pending and later work. */
  release(): void {
    this.hold();
    this.#isReleased = true;
    if (this.#waiting.size > 0) this.#end(callIsOver());
    for (const parent of this.#parents) removeAbortListener(parent, this.#end);
  }

  /** Resolves with the work's result, or rejects with the signal's reason as soon as it aborts. */
  race<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isReleased) this.#end(callIsOver());
      if (this.signal.aborted) reject(this.signal.reason);
      // A set of functions costs a tenth of as many listeners on the signal.
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

  // Fields, so that they can be passed as callbacks.
  readonly #onTimeout = (): void => {
    this.#expired = true;
    this.#end(new DOMException(`No answer within ${this.timeoutMs} ms`, "TimeoutError"));
  };

  readonly #end: AbortListener = (reason) => {
    this.hold();
    this.#controller.abort(reason);
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  };
}

function callIsOver(): DOMException {
  return new DOMException("The call is over", "AbortError");
}
