/**
 * Items that can be left at any time, also while the next one is waited for: an async generator alone would finish
 * waiting first. `open` is called when the iteration begins; its signal aborts when the loop is left.
 */
export function cancellable<T>(
  open: (left: AbortSignal) => AsyncGenerator<T, null | undefined, void>,
): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const leaving = new AbortController();
      const items = open(leaving.signal);
      const end = { done: true, value: undefined } as const;
      return {
        next: () =>
          items.next().catch((error: unknown) => {
            if (leaving.signal.aborted) return end;
            throw error;
          }),
        return: async () => {
          leaving.abort();
          // What ends the waiting is what was just asked for.
          await items.return(undefined).catch(() => undefined);
          return end;
        },
      };
    },
  };
}
