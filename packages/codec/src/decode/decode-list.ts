import { DecodeError } from "../errors.ts";
import type { DecodedFault, DecodedList, Message } from "../message.ts";
import type { DecodeOptions } from "./decode-options.ts";
import { MessageDecoder } from "./message-decoder.ts";

type Source = AsyncIterable<Uint8Array | string>;

/**
 * Reads a list response whose items are yielded as they arrive: only the items of one chunk are in memory. Resolves as
 * soon as the list begins, with the header blocks that stood before it; a result that is nil has no items. Leaving the
 * loop early ends the source, and so does an error.
 *
 * Rejects with DecodeError; what is wrong further on rejects the iteration instead.
 */
export async function decodeList(source: Source, options: DecodeOptions = {}): Promise<DecodedList | DecodedFault> {
  const reading = new ListReading(source, options);
  const message = await reading.start();
  if (message.kind === "fault") return message;
  if (message.kind === "request") {
    throw new DecodeError("operation_unknown", "expected a response but found a request", "Body", {
      line: 1,
      column: 1,
    });
  }
  const { value: _, ...described } = message;
  return { ...described, kind: "list", nil: !reading.hasBegun, items: reading.items() };
}

class ListReading {
  readonly #chunks: AsyncIterator<Uint8Array | string>;
  readonly #decoder: MessageDecoder;
  #begun: Message | undefined;
  #arrived: unknown[] = [];

  constructor(source: Source, options: DecodeOptions) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#decoder = new MessageDecoder(options, {
      start: (message) => {
        this.#begun = message;
      },
      item: (item) => this.#arrived.push(item),
    });
  }

  /** Whether a list has begun; when the document ended without, its result was nil. */
  get hasBegun(): boolean {
    return this.#begun !== undefined;
  }

  /** Reads until the list begins or the document ends. */
  async start(): Promise<Message> {
    let ended: Message | undefined;
    while (this.#begun === undefined && ended === undefined) ended = await this.#read();
    // The loop ends only when one of the two is there.
    return (this.#begun ?? ended) as Message;
  }

  async *items(): AsyncGenerator<unknown, void, void> {
    let ended = !this.hasBegun;
    try {
      while (true) {
        const arrived = this.#arrived;
        this.#arrived = [];
        yield* arrived;
        if (ended) return;
        ended = (await this.#read()) !== undefined;
      }
    } finally {
      if (!ended) await this.#chunks.return?.();
    }
  }

  // Reads a chunk; at the end of the source gives the message.
  async #read(): Promise<Message | undefined> {
    const { done, value } = await this.#chunks.next();
    try {
      if (done) return this.#decoder.end();
      this.#decoder.write(value);
      return undefined;
    } catch (error) {
      await this.#chunks.return?.();
      throw error;
    }
  }
}
