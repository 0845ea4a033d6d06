/** Characters, and whether what followed them was not UTF-8. */
export interface Utf8Text {
  readonly text: string;
  readonly invalid: boolean;
}

/** Turns chunks of UTF-8 into text, keeping a character that is cut for the next chunk. A byte order mark is dropped. */
export class Utf8Reader {
  // Made when first needed: a decoder that is only given strings should not pay for it.
  #decoder: TextDecoder | undefined;

  /** The text of the next bytes, up to the first that are not UTF-8. */
  read(bytes: Uint8Array): Utf8Text {
    try {
      return { text: this.#strict().decode(bytes, { stream: true }), invalid: false };
    } catch {
      const readable = new TextDecoder("utf-8").decode(bytes);
      return { text: readable.slice(0, readable.indexOf("\ufffd")), invalid: true };
    }
  }

  #strict(): TextDecoder {
    this.#decoder ??= new TextDecoder("utf-8", { fatal: true });
    return this.#decoder;
  }

  /** Ends the input: true when it ends in the middle of a character. */
  endsCut(): boolean {
    try {
      this.#decoder?.decode();
      return false;
    } catch {
      return true;
    }
  }
}
