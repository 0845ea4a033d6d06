import { Readable } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import { type BodyBudget, type BodyLease, freeBytes } from "./body-budget.ts";
import { BodyError, ClientGoneError } from "./body-error.ts";
import { type ContentCoding, contentCodingOf } from "./content-coding.ts";
import type { HttpRequest } from "./http-request.ts";
import { nextPiece } from "./next-piece.ts";
import { nextTurn } from "./next-turn.ts";

/** The limits of a request's body. */
export interface BodyLimits {
  /** Bytes, both as they come and unpacked. */
  readonly maxRequestBytes: number;
  /** As `maxRequestBytes`, of a caller who is not known. */
  readonly maxUnknownBytes: number;
  /** The longest wait for the next byte, in milliseconds. */
  readonly bodyIdleMs: number;
  /** The bytes that the bodies of all requests may hold together. */
  readonly bodyBudget: BodyBudget;
}

/** The reader of a body. */
export interface BodyReader {
  /** Takes the next bytes, unpacked. */
  write(chunk: Uint8Array): void;
  /** Tells whether the caller's ticket is good, as far as the request has been read. Asked when more than `maxUnknownBytes` came. */
  isKnown(): Promise<boolean>;
}

/**
 * Hands a request's body to a reader as it comes, unpacked where its Content-Encoding is gzip or deflate; a large one in
 * pieces, between which other requests are answered. Resolves with what gives its share of the budget back, to be called
 * when nothing of the body is held any more. Rejects with what the reader throws, with ClientGoneError, and with BodyError
 * for a body that is too large (413), too slow (408), packed in another way (415), not truly packed (400), or one too many
 * (503). What is left of the body then is left unread.
 */
export async function readBody(request: HttpRequest, limits: BodyLimits, reader: BodyReader): Promise<() => void> {
  const coding = contentCodingOf(request.contentEncoding);
  if (Number(request.contentLength) > limits.maxRequestBytes) throw tooLarge(limits);
  const received = receivedBody(request);
  const admission = new Admission(request, limits, reader);
  try {
    if (coding === "identity") await consume(received, limits.bodyIdleMs, (chunk) => admission.write(chunk));
    else await unpack(received, coding, limits, admission);
    return admission.release;
  } catch (error) {
    admission.release();
    throw error;
  }
}

/** The greatest ratio of an unpacked body to the packed one, and the length from which on it counts. */
const maxRatio = 100;
const ratioFromBytes = 256 * 1024;

/** The part of a body that is read at a time. Sockets give no more, but a body that comes from this process may. */
const pieceBytes = 64 * 1024;

/** Lets the bytes of one body through to its reader, as far as its limits and the budget allow. */
class Admission {
  readonly #request: HttpRequest;
  readonly #limits: BodyLimits;
  readonly #reader: BodyReader;
  #receivedBytes = 0;
  #bytes = 0;
  #lease: BodyLease | undefined;

  constructor(request: HttpRequest, limits: BodyLimits, reader: BodyReader) {
    this.#request = request;
    this.#limits = limits;
    this.#reader = reader;
  }

  /** Notes bytes that came and are to be unpacked. Throws BodyError for too many. */
  receive({ length }: Uint8Array): void {
    this.#receivedBytes += length;
    if (this.#receivedBytes > this.#limits.maxRequestBytes) throw tooLarge(this.#limits);
  }

  /** Passes on bytes that are unpacked. Throws or rejects as `readBody` does. */
  write(chunk: Uint8Array): Promise<void> | undefined {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxRequestBytes) throw tooLarge(this.#limits);
    if (this.#bytes > freeBytes) return this.#writePiece(chunk);
    this.#reader.write(chunk);
    return undefined;
  }

  /** Checks what has been unpacked, with the next bytes, against what came. Throws BodyError for a body that is packed beyond what texts allow. */
  checkRatio({ length }: Uint8Array): void {
    const bytes = this.#bytes + length;
    if (bytes <= ratioFromBytes || bytes <= this.#receivedBytes * maxRatio) return;
    throw new BodyError(413, `The request is more than ${maxRatio} times as long unpacked as it came.`);
  }

  /** Gives back what was taken of the budget. */
  readonly release = (): void => this.#lease?.release();

  async #writePiece(chunk: Uint8Array): Promise<void> {
    this.#lease ??= this.#limits.bodyBudget.lease(this.#request.peerAddress ?? "");
    const before = this.#bytes - chunk.length;
    for (let offset = 0; offset < chunk.length; offset += pieceBytes) {
      const piece = chunk.subarray(offset, offset + pieceBytes);
      await this.#admit(this.#lease, piece.length, before + offset + piece.length);
      await nextPiece();
      this.#reader.write(piece);
    }
  }

  async #admit(lease: BodyLease, length: number, soFar: number): Promise<void> {
    await lease.take(length);
    if (lease.isKnown || soFar <= this.#limits.maxUnknownBytes) return;
    if (!(await this.#reader.isKnown())) throw tooLargeUnknown(this.#limits);
    lease.know();
  }
}

async function unpack(
  received: Readable,
  packing: Exclude<ContentCoding, "identity">,
  { bodyIdleMs }: BodyLimits,
  admission: Admission,
): Promise<void> {
  const unpacked = packing === "gzip" ? createGunzip() : createInflate();
  // It may need many bytes before it gives one, so that only those that come are waited for in time.
  const unpacking = consume(unpacked, undefined, (chunk) => {
    admission.checkRatio(chunk);
    return admission.write(chunk);
  });
  // Chunks are passed on by hand, each when the one before it is unpacked: a pipe would leave a body that breaks off
  // without anyone to tell.
  const unpack = (chunk: Uint8Array) => {
    // After a refusal the rest is thrown away, and must not be held up here.
    if (unpacked.destroyed) return undefined;
    admission.receive(chunk);
    return new Promise<void>((resolve) => unpacked.write(chunk, () => resolve()));
  };
  const receiving = consume(received, bodyIdleMs, unpack).then(() => unpacked.end());
  try {
    await Promise.all([unpacking, receiving]);
  } catch (error) {
    throw isZlibError(error)
      ? new BodyError(400, `The body is not the ${packing} that its Content-Encoding says.`)
      : error;
  } finally {
    unpacked.destroy();
  }
}

// Node's own stream costs a tenth of the web stream that stands for it, so it is taken where no one else has.
function receivedBody({ incoming, raw }: HttpRequest): Readable {
  if (incoming instanceof Readable && !incoming.readableDidRead) return incoming;
  const { body } = raw;
  // Node's declarations know two classes of web streams, which are the same.
  return body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
}

/** Takes a chunk; when that takes time, the next one comes afterwards. */
type TakeChunk = (chunk: Uint8Array) => Promise<void> | undefined;

function consume(source: Readable, idleMs: number | undefined, take: TakeChunk): Promise<void> {
  if (source.destroyed) return Promise.reject(new ClientGoneError());
  return new Promise((resolve, reject) => {
    let isOver = false;
    let isTaking = false;
    let isEnded = false;
    let idle: NodeJS.Timeout | undefined;
    const leave = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(idle);
      settle();
    };
    const stop = (reason: unknown) => {
      leave(() => reject(reason));
      source.pause();
    };
    const awaitNext = () => {
      if (isOver || isTaking || idleMs === undefined) return;
      clearTimeout(idle);
      idle = setTimeout(() => stop(tooSlow(idleMs)), idleMs);
    };
    // Most bodies have come by then, and need no timer.
    void nextTurn().then(awaitNext);
    source.on("data", (chunk: Uint8Array) => {
      if (isOver) return;
      idle?.refresh();
      try {
        const taken = take(chunk);
        if (taken === undefined) return;
        // The client is not to blame for the time that this takes.
        isTaking = true;
        clearTimeout(idle);
        source.pause();
        taken.then(() => {
          isTaking = false;
          if (isEnded) leave(resolve);
          if (isOver) return;
          awaitNext();
          source.resume();
        }, stop);
      } catch (error) {
        stop(error);
      }
    });
    // A stream that is paused at its last chunk ends all the same.
    source.on("end", () => {
      isEnded = true;
      if (!isTaking) leave(resolve);
    });
    // Stays on, since errors that come after all is said would else end the program.
    source.on("error", (error: Error) => leave(() => reject(isZlibError(error) ? error : new ClientGoneError())));
    source.on("close", () => {
      if (!isEnded) leave(() => reject(new ClientGoneError()));
    });
  });
}

function tooLarge({ maxRequestBytes }: Pick<BodyLimits, "maxRequestBytes">): BodyError {
  return new BodyError(413, `The request is larger than ${maxRequestBytes} bytes.`);
}

function tooLargeUnknown({ maxUnknownBytes }: Pick<BodyLimits, "maxUnknownBytes">): BodyError {
  return new BodyError(
    413,
    `A request without a ticket that is good must not be larger than ${maxUnknownBytes} bytes.`,
  );
}

function tooSlow(bodyIdleMs: number): BodyError {
  return new BodyError(408, `Nothing of the request came for ${bodyIdleMs} ms.`);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}
