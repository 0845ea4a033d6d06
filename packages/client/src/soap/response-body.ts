import type { Deadline } from "../resilience/deadline.ts";
import { NoRoomError, type ResponseLease } from "../resilience/response-budget.ts";
import type { TransportResponse } from "../transport/transport.ts";
import { interrupted, noRoom, type Sent, tooLong } from "./transport-error.ts";

/** The limits of a response's body. */
export interface ResponseLimits {
  readonly limit: Deadline;
  /** The longest body in bytes; `forget` counts anew. */
  readonly maxResponseBytes: number;
  /** The account of the bytes in memory; `undefined` where nothing keeps one. */
  readonly lease: ResponseLease | undefined;
}

/** An answer's body that ends in an error when it takes too long, grows too long or breaks off. */
export class ResponseBody {
  readonly #sent: Sent;
  readonly #limit: Deadline;
  readonly #maxBytes: number;
  readonly #lease: ResponseLease | undefined;
  readonly #status: number;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** The number of bytes that have come since `forget`. */
  #bytes = 0;
  /** The bytes of the last two items, which may not have been sent on yet: the last one's, and those of the one before. */
  #kept: readonly [number, number] = [0, 0];
  #isEmpty = true;
  #clocked = false;

  constructor(sent: Sent, { status, body }: TransportResponse, { limit, maxResponseBytes, lease }: ResponseLimits) {
    this.#sent = sent;
    this.#limit = limit;
    this.#maxBytes = maxResponseBytes;
    this.#lease = lease;
    this.#status = status;
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** True when no byte has come yet. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Counts anew: an item is complete. The lease keeps the bytes of the last two. */
  forget(): void {
    if (this.#lease !== undefined && this.#bytes > 0) {
      const [last, beforeLast] = this.#kept;
      if (beforeLast > 0) this.#lease.give(beforeLast);
      this.#kept = [this.#bytes, last];
    }
    this.#bytes = 0;
  }

  /** From now on the clock runs only while a chunk is waited for, anew for each, and for so long. */
  clockChunks(timeoutMs: number): void {
    this.#limit.hold();
    this.#limit.timeoutMs = timeoutMs;
    this.#clocked = true;
  }

  /** The chunks, once. A reader that stops closes the connection. */
  async *chunks(): AsyncGenerator<Uint8Array, void, void> {
    let isOver = false;
    this.#lease?.enter();
    try {
      for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) yield chunk;
      isOver = true;
    } finally {
      this.#lease?.leave();
      if (!isOver) this.#cancel();
    }
  }

  /** Hands each chunk to `take`, which closes the connection by throwing. As `chunks`, without a generator. */
  async readInto(take: (chunk: Uint8Array) => void): Promise<void> {
    this.#lease?.enter();
    try {
      for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) take(chunk);
    } catch (error) {
      this.#cancel();
      throw error;
    } finally {
      this.#lease?.leave();
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
      const room = this.#lease?.take(value.byteLength);
      // The connection is not read meanwhile, so that the server stops sending.
      if (room !== undefined) await this.#limit.race(room);
      return value;
    } catch (error) {
      if (error instanceof NoRoomError) throw noRoom(this.#sent, error, this.#status);
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
