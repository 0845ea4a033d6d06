/** A timer: runs work after a delay and returns what cancels it. Work that is `idle` does not keep the process alive. */
export type Schedule = (work: () => void, delayMs: number, kind: "awaited" | "idle") => () => void;

/** The timers of the platform. */
export const platformSchedule: Schedule = (work, delayMs, kind) => {
  const timer = setTimeout(work, delayMs);
  if (kind === "idle") timer.unref();
  return () => clearTimeout(timer);
};
