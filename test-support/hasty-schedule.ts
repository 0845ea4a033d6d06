import type { Schedule } from "../packages/netserver/src/index.ts";

/** The platform's timers, but for delays of up to a second, which take no time: those of a user's wrong passwords. */
export const hastySchedule: Schedule = (work, delayMs) => {
  const timer = setTimeout(work, delayMs <= 1000 ? 0 : delayMs);
  return () => clearTimeout(timer);
};
