import type { ItemReader, SkippingTokenizer, TokenHandler, Tokenizer } from "./tokenizer.ts";
import { createXmlTokenizer } from "./xml-tokenizer.ts";

/** A list begins after fewer tags than this, or it is not the kind of list that is looked for. */
const tagsBeforeList = 64;

/** An item that is longer than this, in characters, is left to the tokenizer that knows all of XML. */
const maxItemLength = 0x40000;

/** So is one that has not come after this many chunks: each chunk has it read from its beginning. */
const maxChunksOfItem = 16;

/**
 * A tokenizer for documents that come in chunks. A list that the handler can read item by item goes past the tokenizer
 * that knows all of XML, which takes several times as long; from the first unusual item on, that one reads the rest.
 */
export function createChunkTokenizer(handler: TokenHandler): Tokenizer {
  return new ChunkTokenizer(handler);
}

class ChunkTokenizer implements Tokenizer {
  readonly #handler: TokenHandler;
  readonly #thorough: SkippingTokenizer;
  #tagsLeft = tagsBeforeList;
  #items: ItemReader | undefined;
  /** The beginning of an item whose end has not come. */
  #waiting = "";
  /** Chunks that have come without an end of that item. */
  #chunksWaited = 0;

  constructor(handler: TokenHandler) {
    this.#handler = handler;
    this.#thorough = createXmlTokenizer(handler);
  }

  get line(): number {
    return this.#thorough.line;
  }

  get column(): number {
    return this.#thorough.column;
  }

  write(chunk: string): void {
    let text = this.#waiting + chunk;
    this.#waiting = "";
    while (text !== "" && this.#tagsLeft > 0)
      text = this.#items ? this.#readItems(this.#items, text) : this.#readTag(text);
    if (text !== "") this.#thorough.write(text);
  }

  catchUp(): void {
    const waiting = this.#waiting;
    this.#waiting = "";
    this.#tagsLeft = 0;
    this.#thorough.write(waiting);
    this.#thorough.catchUp();
  }

  end(): void {
    this.#thorough.end();
  }

  // Reads up to the end of the next tag, in whose element there may be a list. Gives the rest.
  #readTag(text: string): string {
    const end = text.indexOf(">") + 1;
    const tag = end === 0 ? text : text.slice(0, end);
    this.#thorough.write(tag);
    this.#tagsLeft--;
    this.#items = this.#handler.itemsAhead();
    return text.slice(tag.length);
  }

  // Reads the items that are there. Gives the rest when it is not a list's any more.
  #readItems(items: ItemReader, text: string): string {
    const { length, goesOn } = items(text);
    this.#thorough.skip(text.slice(0, length));
    const rest = text.slice(length);
    this.#chunksWaited = length === 0 ? this.#chunksWaited + 1 : 0;
    if (goesOn && rest.length <= maxItemLength && this.#chunksWaited < maxChunksOfItem) {
      this.#waiting = rest;
      return "";
    }
    this.#tagsLeft = 0;
    return rest;
  }
}
