const end = { done: true, value: undefined } as const;

/**
 * Wraps an async generator so that `return()` takes effect even while `next()` is pending: it aborts `leaving`, which
 * has to end what the generator waits for. Calls `onEnd` once when the items have ended, failed or been left.
 */
export function cancellable<T>(
  items: AsyncGenerator<T, void, void>,
  leaving: AbortController,
  onEnd: () => void,
): AsyncIterable<T> {
  let isOver = false;
  const over = () => {
    if (!isOver) onEnd();
    isOver = true;
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        try {
          const result = await items.next();
          if (result.done) over();
          return result;
        } catch (error) {
          over();
          if (leaving.signal.aborted) return end;
          throw error;
        }
      },
      return: async () => {
        leaving.abort();
        // A rejection is the abort that was just requested.
        await items.return().catch(() => undefined);
        over();
        return end;
      },
    }),
  };
}
