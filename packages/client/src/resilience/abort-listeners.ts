/** A listener that gets the reason of a signal's abort. */
export type AbortListener = (reason: unknown) => void;

interface Listeners {
  readonly all: Set<AbortListener>;
  readonly onAbort: () => void;
}

// One event listener for all of a signal's listeners: Node warns of a leak from eleven on, and a set costs less.
const listenersBySignal = new WeakMap<AbortSignal, Listeners>();

/** Calls `listener` when the signal aborts, unless it is removed before. */
export function addAbortListener(signal: AbortSignal, listener: AbortListener): void {
  const { all } = listenersBySignal.get(signal) ?? listenTo(signal);
  all.add(listener);
}

/** Removes a listener. With the last one the signal's event listener goes too. */
export function removeAbortListener(signal: AbortSignal, listener: AbortListener): void {
  const listeners = listenersBySignal.get(signal);
  if (listeners === undefined) return;
  listeners.all.delete(listener);
  if (listeners.all.size === 0) stopListening(signal, listeners);
}

function listenTo(signal: AbortSignal): Listeners {
  const all = new Set<AbortListener>();
  const onAbort = () => {
    stopListening(signal, listeners);
    for (const listener of all) listener(signal.reason);
  };
  const listeners = { all, onAbort };
  signal.addEventListener("abort", onAbort);
  listenersBySignal.set(signal, listeners);
  return listeners;
}

function stopListening(signal: AbortSignal, { onAbort }: Listeners): void {
  signal.removeEventListener("abort", onAbort);
  listenersBySignal.delete(signal);
}
