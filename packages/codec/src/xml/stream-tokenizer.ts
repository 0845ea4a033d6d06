import type { ItemReader, SkippingTokenizer, TokenHandler, Tokenizer } from "./tokenizer.ts";
import { XmlTokenizer } from "./xml-tokenizer.ts";

/** The number of tags among which a list response's list begins; later ones are not looked for. */
const tagsBeforeList = 64;

/** The length of the longest item that is read fast, in UTF-16 code units. Longer ones are left to XmlTokenizer. */
const maxItemLength = 0x40000;

/** The number of chunks that an item may take; then XmlTokenizer reads it, since each chunk rereads it from its start. */
const maxChunksOfItem = 16;

/**
 * A tokenizer for documents that arrive in chunks. It hands the items of a list to the handler's `ItemReader`, several
 * times as fast as XmlTokenizer (`npm run bench -- decode`). From the first item that is not plain on, XmlTokenizer reads
 * the rest.
 */
export class StreamTokenizer implements Tokenizer {
  readonly #handler: TokenHandler;
  readonly #xml: SkippingTokenizer;
  #tagsLeft = tagsBeforeList;
  #items: ItemReader | undefined;
  /** The beginning of an item whose end has not arrived. */
  #waiting = "";
  /** The number of chunks that arrived without the end of that item. */
  #chunksWaited = 0;

  constructor(handler: TokenHandler) {
    this.#handler = handler;
    this.#xml = new XmlTokenizer(handler);
  }

  get line(): number {
    return this.#xml.line;
  }

  get column(): number {
    return this.#xml.column;
  }

  write(chunk: string): void {
    let text = this.#waiting + chunk;
    this.#waiting = "";
    while (text !== "" && this.#tagsLeft > 0)
      text = this.#items ? this.#readItems(this.#items, text) : this.#readTag(text);
    if (text !== "") this.#xml.write(text);
  }

  catchUp(): void {
    const waiting = this.#waiting;
    this.#waiting = "";
    this.#tagsLeft = 0;
    this.#xml.write(waiting);
    this.#xml.catchUp();
  }

  end(): void {
    this.#xml.end();
  }

  // Reads up to the end of the next tag, whose element may hold a list. Returns the rest.
  #readTag(text: string): string {
    const end = text.indexOf(">") + 1;
    const tag = end === 0 ? text : text.slice(0, end);
    this.#xml.write(tag);
    this.#tagsLeft--;
    this.#items = this.#handler.itemsAhead();
    return text.slice(tag.length);
  }

  // Reads the complete items. Returns the text that XmlTokenizer must read, blank while the list goes on.
  #readItems(items: ItemReader, text: string): string {
    const { length, goesOn } = items(text);
    this.#xml.skip(text.slice(0, length));
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
