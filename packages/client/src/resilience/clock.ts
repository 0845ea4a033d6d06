/** A source of time, and of timers over it. */
export interface Clock {
  /** Milliseconds since a moment in the past that stays the same. Never steps back. */
  now(): number;
  /** Calls back once, after `delayMs` milliseconds. Returns a function that cancels the call. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** The clock of the platform, which deadlines and the waits before retries go by. */
export const clock: Clock = {
  now: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
