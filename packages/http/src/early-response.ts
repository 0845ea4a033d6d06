import { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ResponseHead } from "./compressed-response.ts";
import { nextTurn } from "./next-turn.ts";

/** The milliseconds that the next byte of an unwanted body may take, and all of the rest. */
const unwantedIdleMs = 1_000;
const unwantedTotalMs = 30_000;

/** The bytes of an unwanted body that are read. */
const maxUnwantedBytes = 64 * 1024 * 1024;

/**
 * Returns the response to a request whose body has not come to its end; `undefined` when it has, so that any response
 * will do. The response is sent immediately and closes the connection, since the rest of the body may never come. Until
 * then the server discards what comes of it: a client that sends its whole body before it reads would otherwise find
 * the connection broken, and never see the response.
 */
export async function earlyResponse(
  context: Context,
  text: string,
  { status, headers }: ResponseHead,
): Promise<Response | undefined> {
  const { incoming }: Partial<HttpBindings> = context.env ?? {};
  // Only HTTP/1 has connections that belong to one request at a time.
  if (!(incoming instanceof IncomingMessage)) return undefined;
  // A short body has come together with the head, but is not read yet.
  await nextTurn();
  if (incoming.complete || incoming.destroyed) return undefined;
  const bytes = new TextEncoder().encode(text);
  const head = { ...headers, "Content-Length": String(bytes.length), Connection: "close" };
  return context.body(bodyBeside(incoming, bytes), status, head);
}

/** The response to a request whose body may or may not have come to its end: an early one if not. */
export async function responseToUnread(context: Context, text: string, head: ResponseHead): Promise<Response> {
  return (await earlyResponse(context, text, head)) ?? context.body(text, head.status, head.headers);
}

/** A response's body that is there at once, but does not end before the request's does. */
function bodyBeside(unwanted: IncomingMessage, bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      await thrownAway(unwanted);
      controller.close();
    },
  });
}

/** Reads a request's body and discards it; resolves at its end, or when it takes too long or is too large. */
function thrownAway(body: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const stop = () => {
      clearTimeout(idle);
      clearTimeout(total);
      body.off("data", take);
      resolve();
    };
    const take = (chunk: Uint8Array) => {
      idle.refresh();
      bytes += chunk.length;
      if (bytes > maxUnwantedBytes) stop();
    };
    const idle = setTimeout(stop, unwantedIdleMs);
    const total = setTimeout(stop, unwantedTotalMs);
    for (const end of ["end", "error", "close"]) body.once(end, stop);
    // The reader so far would keep what comes, or pause it.
    body.removeAllListeners("data").on("data", take).resume();
  });
}
