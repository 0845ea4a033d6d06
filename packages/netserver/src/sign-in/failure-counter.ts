/** A rule for counting failures, and for the wait before the next attempt. */
export interface FailureRule {
  /** The number of failures without a delay. */
  readonly free: number;
  /** The delay after the first failure beyond that; each further one doubles it. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

interface Entry {
  readonly failures: number;
  readonly lastMs: number;
}

/** The maximum number of keys; the one whose last failure is oldest is evicted first. */
const maxKeys = 10_000;

/** A key without a failure for this long starts anew. */
const forgottenAfterMs = 15 * 60_000;

/** Counts failures by key, in bounded memory. */
export class FailureCounter {
  readonly #rule: FailureRule;
  /** Ordered by last failure. */
  readonly #entries = new Map<string, Entry>();

  constructor(rule: FailureRule) {
    this.#rule = rule;
  }

  /** Returns the milliseconds until the key's next attempt is due; 0 or less when it is due now. */
  delayMs(key: string, nowMs: number): number {
    const { failures, lastMs } = this.#known(key, nowMs);
    const { free, firstDelayMs, maxDelayMs } = this.#rule;
    if (failures < free) return 0;
    const delayMs = Math.min(firstDelayMs * 2 ** (failures - free), maxDelayMs);
    // A clock that was set back must not prolong a wait.
    return Math.min(lastMs + delayMs - nowMs, delayMs);
  }

  add(key: string, nowMs: number): void {
    const { failures } = this.#known(key, nowMs);
    this.#entries.delete(key);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= maxKeys && oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, { failures: failures + 1, lastMs: nowMs });
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  #known(key: string, nowMs: number): Entry {
    const entry = this.#entries.get(key);
    if (entry !== undefined && nowMs - entry.lastMs < forgottenAfterMs) return entry;
    return { failures: 0, lastMs: nowMs };
  }
}
