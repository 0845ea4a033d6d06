import { type Dialect, encodeList, type ListToEncode } from "@superoffice-soap/codec";

/** An answer's text: all of it, or as its parts come. Leaving the loop early ends the source. */
type AnswerText = string | AsyncGenerator<string, void, void>;

/**
 * The answer with a list, after its first part has been made, so that a source that fails early has failed by then: all
 * of it when that is all, else the text as the items come.
 */
export async function listResponse(
  list: ListToEncode & { readonly items: AsyncIterable<unknown> },
  dialect: Dialect,
): Promise<AnswerText> {
  const text = encodeList(list, dialect);
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
    // Also when it is left before the rest was asked for.
    await text.return();
  }
}
