import { Readable } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { endOfTurn } from "../end-of-turn.ts";
import { headerField } from "./header-field.ts";
import { type Refusal, transportRefusal } from "./refusal.ts";

/** What a request's body is held to. */
export interface BodyLimits {
  /** Bytes, both as they come and unpacked. */
  readonly maxRequestBytes: number;
  /** How long the next byte may take, in milliseconds. */
  readonly bodyIdleMs: number;
}

/** The client went away before its request was complete: nobody is left to be answered. */
export class ClientGoneError extends Error {
  override readonly name = "ClientGoneError";
}

/**
 * Hands a request's body to `write` as it comes, unpacked where its Content-Encoding is gzip or deflate. Throws or rejects
 * with what `write` throws, with the Refusal for a body that is too big (413), too slow (408), packed in another way (415) or
 * not truly packed (400), and with ClientGoneError. What is left of the body then is left unread.
 */
export function readBody(context: Context, limits: BodyLimits, write: (chunk: Uint8Array) => void): Promise<void> {
  const coding = codingOf(headerField(context, "content-encoding"));
  if (Number(headerField(context, "content-length")) > limits.maxRequestBytes) throw tooLarge(limits);
  const received = receivedBody(context);
  return coding === "identity" ? consume(received, limits, write) : unpack(received, coding, limits, write);
}

type Packing = "gzip" | "deflate";

async function unpack(
  received: Readable,
  packing: Packing,
  limits: BodyLimits,
  write: (chunk: Uint8Array) => void,
): Promise<void> {
  const unpacked = packing === "gzip" ? createGunzip() : createInflate();
  // Chunks are passed on by hand: a pipe would leave a body that breaks off without anybody to tell.
  // It may need many bytes before it gives one, so that only those that come are waited for in time.
  const unpacking = consume(unpacked, { ...limits, bodyIdleMs: undefined }, write);
  const unpack = (chunk: Uint8Array) => {
    // After a refusal: it ends here too.
    if (unpacked.destroyed) throw gone();
    unpacked.write(chunk);
  };
  const receiving = consume(received, limits, unpack).then(() => unpacked.end());
  try {
    await Promise.all([unpacking, receiving]);
  } catch (error) {
    throw isZlibError(error)
      ? transportRefusal(400, `The body is not the ${packing} that its Content-Encoding says.`)
      : error;
  } finally {
    unpacked.destroy();
  }
}

function codingOf(contentEncoding = "identity"): Packing | "identity" {
  const coding = contentEncoding.trim().toLowerCase();
  if (coding === "gzip" || coding === "x-gzip") return "gzip";
  if (coding === "deflate") return "deflate";
  if (coding === "identity" || coding === "") return "identity";
  const problem = `The Content-Encoding ${coding.slice(0, 80)} is not supported; send gzip, deflate or none.`;
  throw transportRefusal(415, problem, { "Accept-Encoding": "gzip, deflate, identity" });
}

// Node's own stream costs a tenth of the web stream that stands for it, so it is taken where nobody else has.
function receivedBody(context: Context): Readable {
  const { incoming }: Partial<HttpBindings> = context.env ?? {};
  if (incoming instanceof Readable && !incoming.readableDidRead) return incoming;
  const { body } = context.req.raw;
  // Node's declarations know two classes of web streams, which are the same.
  return body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
}

/** `BodyLimits`, or without a time. */
type ConsumeLimits = Pick<BodyLimits, "maxRequestBytes"> & { readonly bodyIdleMs: number | undefined };

function consume(source: Readable, limits: ConsumeLimits, write: (chunk: Uint8Array) => void): Promise<void> {
  if (source.destroyed) return Promise.reject(gone());
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let isOver = false;
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
    // Most bodies have come by then, and need no timer.
    const { bodyIdleMs } = limits;
    void endOfTurn().then(() => {
      if (!isOver && bodyIdleMs !== undefined) idle = setTimeout(() => stop(tooSlow(bodyIdleMs)), bodyIdleMs);
    });
    source.on("data", (chunk: Uint8Array) => {
      if (isOver) return;
      idle?.refresh();
      bytes += chunk.length;
      if (bytes > limits.maxRequestBytes) return stop(tooLarge(limits));
      try {
        write(chunk);
      } catch (error) {
        stop(error);
      }
    });
    source.on("end", () => leave(resolve));
    // Stays on, since errors that come after all is said would else end the program.
    source.on("error", (error: Error) => leave(() => reject(isZlibError(error) ? error : gone())));
    source.on("close", () => leave(() => reject(gone())));
  });
}

function gone(): ClientGoneError {
  return new ClientGoneError("the client went away before its request was complete");
}

function tooLarge({ maxRequestBytes }: Pick<BodyLimits, "maxRequestBytes">): Refusal {
  return transportRefusal(413, `The request is larger than ${maxRequestBytes} bytes.`);
}

function tooSlow(bodyIdleMs: number): Refusal {
  return transportRefusal(408, `Nothing of the request came for ${bodyIdleMs} ms.`);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}
