/**
 * A list that is read item by item, or nil. Its items are iterated once, and must be read to their end or left, also
 * when none is wanted: until then the source stays open.
 */
export type StreamedList<T> = { readonly nil: true } | { readonly nil: false; readonly items: AsyncIterable<T> };

/**
 * Starts to read a source: resolves when its first item or its end has come. Rejects as the source does before that.
 * When `emptyIsNil`, a source without items is nil.
 */
export async function startList<T>(source: AsyncIterable<T>, emptyIsNil: boolean): Promise<StreamedList<T>> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  return emptyIsNil && first.done ? { nil: true } : { nil: false, items: resumed(first, iterator) };
}

/** The result that was read already, then the others. A generator here would be felt in long lists. */
function resumed<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncIterable<T> {
  let read: IteratorResult<T> | undefined = first;
  const next = () => {
    const result = read;
    read = undefined;
    return result === undefined ? rest.next() : Promise.resolve(result);
  };
  return { [Symbol.asyncIterator]: () => ({ ...(rest.return && { return: rest.return.bind(rest) }), next }) };
}
