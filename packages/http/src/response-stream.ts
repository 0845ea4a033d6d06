import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * A response's body from what it is made of, taken when the client is ready for more. A client that goes away ends the
 * source, as does one that takes nothing for `answerIdleMs` milliseconds. A source that fails, or gives nothing for `timeoutMs`, cuts the connection, so that the
 * client cannot take what came for the whole, and tells `failed`.
 */
export function responseStream(
  context: Context,
  source: AsyncIterable<string | Uint8Array>,
  { answerIdleMs, timeoutMs }: StreamLimits,
  failed: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const chunks = source[Symbol.asyncIterator]();
  let idle: NodeJS.Timeout | undefined;
  let isCancelled = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(idle);
      try {
        const { done, value } = await inTime(chunks.next(), timeoutMs);
        if (isCancelled) return;
        if (done) return controller.close();
        controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        idle = setTimeout(() => {
          cut(context, controller);
          // Nobody is left to be told that the source did not end well.
          chunks.return?.().catch(() => undefined);
        }, answerIdleMs);
      } catch (error) {
        chunks.return?.().catch(() => undefined);
        // The source may fail because the client has gone, which is nobody's fault.
        if (!isCancelled && !isGone(context)) failed(error);
        cut(context, controller);
      }
    },
    async cancel() {
      isCancelled = true;
      clearTimeout(idle);
      await chunks.return?.();
    },
  });
}

/** Milliseconds that a part of a response may take. */
export interface StreamLimits {
  /** To be taken by the client. */
  readonly answerIdleMs: number;
  /** To be made. */
  readonly timeoutMs: number;
}

function inTime<T>(part: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the rest of a list did not come for ${timeoutMs} ms`)), timeoutMs);
    part.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function isGone(context: Context): boolean {
  const { outgoing }: Partial<HttpBindings> = context.env ?? {};
  return outgoing?.destroyed ?? false;
}

// Node's adapter would write the error's message into the answer and the console. Without a connection it cancels.
function cut(context: Context, controller: ReadableStreamDefaultController): void {
  const { outgoing }: Partial<HttpBindings> = context.env ?? {};
  if (outgoing === undefined) controller.error(new Error("the answer broke off"));
  else outgoing.destroy();
}
