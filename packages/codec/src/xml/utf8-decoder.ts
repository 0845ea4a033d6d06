/** The decoded characters, and whether the bytes after them are not UTF-8. */
export interface Utf8Text {
  readonly text: string;
  readonly invalid: boolean;
}

/**
 * Decodes chunks of UTF-8, and keeps a character that is cut for the next chunk. A byte order mark stays: only the tokenizer
 * knows where the document begins.
 */
export class Utf8Decoder {
  // Made when first needed: a decoder that is only given strings should not pay for it.
  #decoder: TextDecoder | undefined;
  /** The bytes of the character that the last chunk cut. */
  #cut: Uint8Array = nothing;

  /** Returns the text of the next bytes, up to the first byte that is not UTF-8. */
  read(chunk: Uint8Array): Utf8Text {
    this.#decoder ??= newDecoder();
    try {
      const text = this.#decoder.decode(chunk, { stream: true });
      this.#cut = cutCharacter(this.#cut, chunk);
      return { text, invalid: false };
    } catch {
      return this.#readUpToInvalid(chunk);
    }
  }

  // Finds the invalid byte by halving, which costs as much as reading the chunk a few times.
  #readUpToInvalid(chunk: Uint8Array): Utf8Text {
    if (chunk.length === 1) return { text: "", invalid: true };
    // A decoder that has thrown has lost the character that was cut.
    this.#decoder = newDecoder();
    this.#decoder.decode(this.#cut, { stream: true });
    const middle = chunk.length >> 1;
    const first = this.read(chunk.subarray(0, middle));
    if (first.invalid) return first;
    return { text: first.text + this.read(chunk.subarray(middle)).text, invalid: true };
  }

  /** Tells whether the input so far ends in the middle of a character. */
  endsCut(): boolean {
    return this.#cut.length > 0;
  }
}

function newDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
}

const nothing = new Uint8Array();

/** Returns the bytes of the character that a chunk cuts; `before` holds those of the chunk before it. */
function cutCharacter(before: Uint8Array, chunk: Uint8Array): Uint8Array {
  const last = chunk.at(-1);
  if (last !== undefined && last < 0x80) return nothing;
  // A character has four bytes at most, and of one that is cut there are three.
  const end = Uint8Array.of(...before, ...chunk.subarray(-3));
  return end.subarray(end.length - cutLength(end));
}

/** Returns the number of bytes at the end that begin a character whose rest is yet to come (RFC 3629, 3). */
function cutLength(bytes: Uint8Array): number {
  const start = bytes.findLastIndex((byte) => byte >= 0xc0);
  const length = bytes.length - start;
  return start >= 0 && length < characterLength(bytes[start] as number) ? length : 0;
}

function characterLength(firstByte: number): number {
  return firstByte >= 0xf0 ? 4 : firstByte >= 0xe0 ? 3 : 2;
}
