/** Is told why a signal aborted. */
export type AbortWaiter = (reason: unknown) => void;

interface Waiters {
  readonly waiting: Set<AbortWaiter>;
  readonly listener: () => void;
}

// One listener for all who wait: Node warns of a leak from eleven on, and a set costs less.
const waitersBySignal = new WeakMap<AbortSignal, Waiters>();

/** Calls `waiter` when the signal aborts, unless it is removed before. */
export function addAbortWaiter(signal: AbortSignal, waiter: AbortWaiter): void {
  const { waiting } = waitersBySignal.get(signal) ?? listenTo(signal);
  waiting.add(waiter);
}

/** Takes a waiter back. With the last one the signal is let go of. */
export function removeAbortWaiter(signal: AbortSignal, waiter: AbortWaiter): void {
  const waiters = waitersBySignal.get(signal);
  if (waiters === undefined) return;
  waiters.waiting.delete(waiter);
  if (waiters.waiting.size === 0) letGoOf(signal, waiters);
}

function listenTo(signal: AbortSignal): Waiters {
  const waiting = new Set<AbortWaiter>();
  const listener = () => {
    letGoOf(signal, waiters);
    for (const waiter of waiting) waiter(signal.reason);
  };
  const waiters = { waiting, listener };
  signal.addEventListener("abort", listener);
  waitersBySignal.set(signal, waiters);
  return waiters;
}

function letGoOf(signal: AbortSignal, { listener }: Waiters): void {
  signal.removeEventListener("abort", listener);
  waitersBySignal.delete(signal);
}
