import type { Deadline } from "../resilience/deadline.ts";
import type { TransportResponse } from "../transport/transport.ts";
import { interrupted, type Sent, tooLong } from "./transport-error.ts";

/** An answer's body that ends in an error when it takes too long, grows too long or breaks off. */
export class AnswerBody {
  readonly #sent: Sent;
  readonly #limit: Deadline;
  readonly #maxBytes: number;
  readonly #status: number;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What has come since `forget`. */
  #bytes = 0;
  #isEmpty = true;
  #clocked = false;

  constructor(sent: Sent, { status, body }: TransportResponse, limit: Deadline, maxBytes: number) {
    this.#sent = sent;
    this.#limit = limit;
    this.#maxBytes = maxBytes;
    this.#status = status;
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** Whether nothing has come yet. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Counts anew: what was read is no longer in memory. */
  forget(): void {
    this.#bytes = 0;
  }

  /** From now on the clock runs only while a chunk is waited for, anew for each, and for so long. */
  clockChunks(timeoutMs: number): void {
    this.#limit.hold();
    this.#limit.timeoutMs = timeoutMs;
    this.#clocked = true;
  }

  /** The chunks, once. Whoever stops reading closes the connection. */
  async *chunks(): AsyncGenerator<Uint8Array, void, void> {
    let isOver = false;
    try {
      for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) yield chunk;
      isOver = true;
    } finally {
      if (!isOver) this.#cancel();
    }
  }

  /** Hands each chunk to `take`, which closes the connection by throwing. As `chunks`, without a generator. */
  async readInto(take: (chunk: Uint8Array) => void): Promise<void> {
    try {
      for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) take(chunk);
    } catch (error) {
      this.#cancel();
      throw error;
    }
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#clocked) this.#limit.restart();
    try {
      const { done, value } = await this.#limit.race(this.#chunks.next());
      if (done) return undefined;
      this.#bytes += value.byteLength;
      if (value.byteLength > 0) this.#isEmpty = false;
      if (this.#bytes > this.#maxBytes) throw tooLong(this.#sent, this.#maxBytes, this.#status);
      return value;
    } catch (error) {
      throw this.#limit.signal.aborted ? error : interrupted(this.#sent, error, this.#status);
    } finally {
      if (this.#clocked) this.#limit.hold();
    }
  }

  // Not awaited: it may wait for a chunk that never comes.
  #cancel(): void {
    this.#chunks.return?.().catch(() => undefined);
  }
}
