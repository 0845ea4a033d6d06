import { linkAbort } from "./link-abort.ts";
import { throwIfAborted, untilAborted } from "./until-aborted.ts";

/** What ends a list early. */
export interface ListEnds {
  /** Ends it until its first item has come. */
  readonly beginning: AbortSignal | undefined;
  /** Ends it at any time. */
  readonly whole: AbortSignal | undefined;
}

/**
 * A list whose first item has come, or its end, so that a call that fails has failed by then. `open` is given the
 * signal that ends the call, and is not called when that is over already.
 */
export async function startList<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  { beginning, whole }: ListEnds,
): Promise<AsyncIterable<T>> {
  throwIfAborted(beginning);
  throwIfAborted(whole);
  const ended = new AbortController();
  const leaveBeginning = linkAbort(beginning, ended);
  const leaveWhole = linkAbort(whole, ended);
  try {
    const source = open(ended.signal)[Symbol.asyncIterator]();
    // Who does not heed the signal may answer when nobody waits any more.
    ended.signal.addEventListener("abort", () => leave(source), { once: true });
    return continued(await source.next(), source, ended.signal);
  } catch (error) {
    leaveWhole();
    throw error;
  } finally {
    leaveBeginning();
  }
}

function continued<T>(begun: IteratorResult<T>, source: AsyncIterator<T>, ended: AbortSignal): AsyncIterable<T> {
  let first: IteratorResult<T> | undefined = begun;
  const next = () => {
    const result = first;
    first = undefined;
    return result === undefined ? untilAborted(source.next(), ended) : Promise.resolve(result);
  };
  return { [Symbol.asyncIterator]: () => ({ ...(source.return && { return: source.return.bind(source) }), next }) };
}

function leave(source: AsyncIterator<unknown>): void {
  // Whoever reads the list is told of its end already.
  source.return?.().catch(() => undefined);
}
