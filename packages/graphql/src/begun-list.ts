import { inTime } from "./in-time.ts";

/** What ends a list early. */
export interface ListEnds {
  /** Ends it until its first item has come. */
  readonly beginning: AbortSignal | undefined;
  /** Ends it at any time. */
  readonly whole: AbortSignal | undefined;
}

/**
 * A list whose first item has come, or its end, so that a call that fails has failed by then. `open` is given the
 * signal that ends the call.
 */
export async function begunList<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  { beginning, whole }: ListEnds,
): Promise<AsyncIterable<T>> {
  const ended = new AbortController();
  const end = ({ target }: Event) => ended.abort((target as AbortSignal).reason);
  beginning?.addEventListener("abort", end, { once: true });
  whole?.addEventListener("abort", end, { once: true });
  const source = open(ended.signal)[Symbol.asyncIterator]();
  let first: IteratorResult<T> | undefined = await source.next();
  if (beginning !== whole) beginning?.removeEventListener("abort", end);
  const next = () => {
    const result = first;
    first = undefined;
    return result === undefined ? inTime(source.next(), ended.signal) : Promise.resolve(result);
  };
  return { [Symbol.asyncIterator]: () => ({ ...(source.return && { return: source.return.bind(source) }), next }) };
}
