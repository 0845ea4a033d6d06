import { type AgentName, operationAt, resultItemOf } from "@superoffice-soap/schema";
import { DecodeError } from "../decode-error.ts";
import type { DecodedFault, DecodedList, Message } from "../message.ts";
import type { DecodeOptions } from "./decode-options.ts";
import { MessageDecoder } from "./message-decoder.ts";

type Source = AsyncIterable<Uint8Array | string>;

/**
 * Reads a list response whose items are yielded as they arrive: only the items of one chunk are in memory. Resolves as
 * soon as the list begins, with the header blocks that stood before it; a result that is nil has no items. Leaving the
 * loop early ends the source, and so does an error.
 *
 * Rejects with DecodeError; what is wrong further on rejects the iteration instead, after the items before it.
 */
export async function decodeList<A extends AgentName = AgentName, O extends string = string>(
  source: Source,
  options?: DecodeOptions<A, O>,
): Promise<DecodedList<A, O> | DecodedFault>;
export async function decodeList(source: Source, options: DecodeOptions = {}): Promise<DecodedList | DecodedFault> {
  const reading = new ListReading(source, options);
  const message = await reading.start();
  if (message.kind === "fault") return message;
  if (message.kind === "request") throw noList("expected a response but found a request");
  if (!reading.hasBegun && resultItemOf(operationAt(message)) === undefined) {
    throw noList(`${message.operation} does not answer with a list`);
  }
  const { value: _, ...described } = message;
  const items = reading.items();
  // Only a generator that has started runs its `finally` when it is returned from.
  await items.next();
  return { ...described, kind: "list", nil: !reading.hasBegun, items };
}

function noList(detail: string): DecodeError {
  return new DecodeError("operation_unknown", detail, "Body", { line: 1, column: 1 });
}

class ListReading {
  readonly #chunks: AsyncIterator<Uint8Array | string>;
  readonly #decoder: MessageDecoder;
  #begun: Message | undefined;
  #arrived: unknown[] = [];
  /** True when the source has ended. */
  #ended = false;
  /** The document's error, kept until the items before it were read. */
  #failure: { readonly error: unknown } | undefined;

  constructor(source: Source, options: DecodeOptions) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#decoder = new MessageDecoder(options, {
      start: (message) => {
        this.#begun = message;
      },
      item: (item) => this.#arrived.push(item),
    });
  }

  /** True once a list has begun; when the document ended without one, its result was nil. */
  get hasBegun(): boolean {
    return this.#begun !== undefined;
  }

  /** Reads until the list begins or the document ends. */
  async start(): Promise<Message> {
    let ended: Message | undefined;
    while (!this.hasBegun && !this.#ended) {
      ended = await this.#read();
      if (!this.hasBegun) await this.#throwFailure();
    }
    // The loop ends only when one of the two is set.
    return (this.#begun ?? ended) as Message;
  }

  /** Yields the items. The first step yields none: it only starts the generator. */
  async *items(): AsyncGenerator<unknown, void, void> {
    try {
      yield;
      while (true) {
        const arrived = this.#arrived;
        this.#arrived = [];
        yield* arrived;
        await this.#throwFailure();
        if (this.#ended) return;
        await this.#read();
      }
    } finally {
      await this.#close();
    }
  }

  // Reads a chunk; returns the message at the end of the source.
  async #read(): Promise<Message | undefined> {
    const { done = false, value } = await this.#chunks.next();
    this.#ended = done;
    try {
      if (done) return this.#decoder.end();
      this.#decoder.write(value);
    } catch (error) {
      this.#failure = { error };
    }
    return undefined;
  }

  async #throwFailure(): Promise<void> {
    if (this.#failure === undefined) return;
    await this.#close();
    throw this.#failure.error;
  }

  async #close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#chunks.return?.();
  }
}
