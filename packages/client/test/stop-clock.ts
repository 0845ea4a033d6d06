import { onTestFinished, vi } from "vitest";
import { clock } from "../src/resilience/clock.ts";

/** The client's clock while a test has it stopped. */
export interface StoppedClock {
  /** Lets so many milliseconds pass, and calls the timers back that end by then. */
  advance(ms: number): void;
  /** The delays of the timers that are set. */
  delays(): number[];
}

/**
 * Stops the client's clock, and `Date.now`, until the test is over: sockets go on, and time passes when the test says so.
 * vitest's fake timers would let it pass whenever `expect.poll` looks again.
 */
export function stopClock(): StoppedClock {
  const timers = new Set<{ readonly delayMs: number; readonly endsAt: number; readonly callback: () => void }>();
  let nowMs = Date.now();
  const spies = [
    // The circuit breaker's library reads it.
    vi.spyOn(Date, "now").mockImplementation(() => nowMs),
    vi.spyOn(clock, "now").mockImplementation(() => nowMs),
    vi.spyOn(clock, "setTimer").mockImplementation((delayMs, callback) => {
      const timer = { delayMs, endsAt: nowMs + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    }),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return {
    advance(ms) {
      nowMs += ms;
      for (const timer of [...timers].sort((a, b) => a.endsAt - b.endsAt)) {
        if (timer.endsAt <= nowMs && timers.delete(timer)) timer.callback();
      }
    },
    delays: () => Array.from(timers, ({ delayMs }) => delayMs),
  };
}
