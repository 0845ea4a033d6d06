import type { StreamedList } from "@superoffice-soap/schema";

const end = { done: true, value: undefined } as const;

/**
 * Returns the items of a list that is opened anew whenever an iteration begins. `open` gets a signal that aborts when the
 * iteration is left before the list has begun. A list that is nil has no items.
 */
export function lazyItems<T>(open: (left: AbortSignal) => Promise<StreamedList<T>>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const leaving = new AbortController();
      let opened: Promise<AsyncIterator<T> | undefined> | undefined;
      return {
        next: async () => {
          opened ??= open(leaving.signal).then(iteratorOf);
          try {
            return (await (await opened)?.next()) ?? end;
          } catch (error) {
            if (leaving.signal.aborted) return end;
            throw error;
          }
        },
        return: async () => {
          leaving.abort();
          const items = await opened?.catch(() => undefined);
          await items?.return?.();
          return end;
        },
      };
    },
  };
}

function iteratorOf<T>(list: StreamedList<T>): AsyncIterator<T> | undefined {
  return list.nil ? undefined : list.items[Symbol.asyncIterator]();
}
