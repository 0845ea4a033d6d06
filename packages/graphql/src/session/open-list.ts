import type { StreamedList } from "@superoffice-soap/schema";
import { linkAbort } from "./link-abort.ts";
import { throwIfAborted, untilAborted } from "./until-aborted.ts";

/** The signals that end a list early. */
export interface ListEnds {
  /** The signal that may end the list until its first item has come. */
  readonly beginning: AbortSignal | undefined;
  /** The signal that may end the list at any time. */
  readonly whole: AbortSignal | undefined;
}

/**
 * Resolves to a list that ends with its signals; it has no items when it is nil. `open` gets the signal that ends the
 * call, and is not called when that signal has aborted already.
 */
export async function openList<T>(
  open: (signal: AbortSignal) => Promise<StreamedList<T>>,
  { beginning, whole }: ListEnds,
): Promise<AsyncIterable<T>> {
  throwIfAborted(beginning);
  throwIfAborted(whole);
  const ended = new AbortController();
  const leaveBeginning = linkAbort(beginning, ended);
  const leaveWhole = linkAbort(whole, ended);
  try {
    return endedBy(itemsOf(await open(ended.signal)), ended.signal);
  } catch (error) {
    leaveWhole();
    throw error;
  } finally {
    leaveBeginning();
  }
}

/** Returns the items of a list; none when it is nil. */
export function itemsOf<T>(list: StreamedList<T>): AsyncIterable<T> {
  return list.nil ? noItems : list.items;
}

const noItems: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

function endedBy<T>(items: AsyncIterable<T>, ended: AbortSignal): AsyncIterable<T> {
  const source = items[Symbol.asyncIterator]();
  // The source may ignore the signal and settle late. Its reader has got the error already.
  const leave = () => void source.return?.().catch(() => undefined);
  if (ended.aborted) leave();
  else ended.addEventListener("abort", leave, { once: true });
  const next = () => untilAborted(source.next(), ended);
  return { [Symbol.asyncIterator]: () => ({ ...(source.return && { return: source.return.bind(source) }), next }) };
}
