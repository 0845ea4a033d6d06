import { type Dialect, encodeList, encodeResponse, type ListToEncode } from "@superoffice-soap/codec";
import { at } from "@superoffice-soap/schema";

/**
 * A list's answer after its beginning has come, so that a source that fails at once has failed by then: all of it when
 * that is all, else the text as the items come. Leaving the loop early ends the source.
 */
export async function listAnswer(
  list: ListToEncode & { readonly items: AsyncIterable<unknown> },
  dialect: Dialect,
): Promise<string | AsyncGenerator<string, void, void>> {
  const items = list.items[Symbol.asyncIterator]();
  const first = await items.next();
  if (first.done && first.value === null) return encodeNil(list, dialect);
  return begun(encodeList({ ...list, items: from(first, items) }, dialect));
}

/** What an iterator gives, its first result taken already. A generator here would be felt in long lists. */
function from<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncIterable<T> {
  let taken: IteratorResult<T> | undefined = first;
  const next = () => {
    const result = taken;
    taken = undefined;
    return result === undefined ? rest.next() : Promise.resolve(result);
  };
  return { [Symbol.asyncIterator]: () => ({ ...(rest.return && { return: rest.return.bind(rest) }), next }) };
}

async function begun(text: AsyncGenerator<string, void, void>): Promise<string | AsyncGenerator<string, void, void>> {
  const first = await text.next();
  const second = first.done ? first : await text.next();
  if (second.done) return first.value ?? "";
  return resumed((first.value ?? "") + second.value, text);
}

async function* resumed(beginning: string, text: AsyncGenerator<string, void, void>) {
  try {
    yield beginning;
    yield* text;
  } finally {
    // Whoever leaves before the rest was asked for ends it too.
    await text.return();
  }
}

function encodeNil({ items: _, ...answer }: ListToEncode, dialect: Dialect): string {
  const { result = "" } = at(answer.services).agents[answer.agent].operations[answer.operation] ?? {};
  return encodeResponse({ ...answer, output: { [result]: null } }, dialect);
}
