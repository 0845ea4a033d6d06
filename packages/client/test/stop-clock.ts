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
 * Stops the client's clock, and the time of day, until the test is over: sockets go on, and time passes when the test says
 * so. Wait with `expect.poll` meanwhile; `vi.waitFor` would let time pass.
 */
export function stopClock(): StoppedClock {
  vi.useFakeTimers({ toFake: ["Date"] });
  const timers = new Set<{ readonly delayMs: number; readonly endsAt: number; readonly callback: () => void }>();
  const spies = [
    vi.spyOn(clock, "now").mockImplementation(() => Date.now()),
    vi.spyOn(clock, "setTimer").mockImplementation((delayMs, callback) => {
      const timer = { delayMs, endsAt: Date.now() + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    }),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
    vi.useRealTimers();
  });
  return {
    advance(ms) {
      vi.setSystemTime(Date.now() + ms);
      for (const timer of [...timers].sort((a, b) => a.endsAt - b.endsAt)) {
        if (timer.endsAt <= Date.now() && timers.delete(timer)) timer.callback();
      }
    },
    delays: () => Array.from(timers, ({ delayMs }) => delayMs),
  };
}
