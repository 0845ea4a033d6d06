import { setMaxListeners } from "node:events";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * Ends when the client of a request goes away, or after so many milliseconds. `AbortSignal.timeout` would keep a timer
 * for that long after each answered request, and cost more than looking a key up.
 */
export function endOf(context: Context, timeoutMs: number): AbortSignal {
  const ended = endableByMany();
  const stopTimer = endAfter(timeoutMs, ended);
  const outgoing = outgoingOf(context);
  if (outgoing === undefined || outgoing.closed) endWith(context.req.raw.signal, ended);
  else {
    // The request's own signal says the same, but is made when it is asked for, and costs as much as this one.
    outgoing.once("close", () => {
      stopTimer();
      if (!outgoing.writableFinished) ended.abort(new DOMException("The client has gone away.", "AbortError"));
    });
  }
  return ended.signal;
}

/**
 * Gives each streamed list of a request what ends it: so many milliseconds, or the end of the answer. An answer may be
 * complete while a list is open, when nothing of it was wanted in the end.
 */
export function endsOfStreams(context: Context, timeoutMs: number): () => AbortSignal {
  let answered: AbortSignal | undefined;
  return () => {
    answered ??= closeOf(context);
    const ended = new AbortController();
    const stopTimer = endAfter(timeoutMs, ended);
    ended.signal.addEventListener("abort", stopTimer, { once: true });
    endWith(answered, ended);
    return ended.signal;
  };
}

/** Ends when the answer is over, whether or not all of it was sent. */
function closeOf(context: Context): AbortSignal {
  const outgoing = outgoingOf(context);
  const ended = endableByMany();
  const end = () => ended.abort(new DOMException("The answer is over.", "AbortError"));
  if (outgoing === undefined) endWith(context.req.raw.signal, ended);
  else if (outgoing.closed) end();
  else outgoing.once("close", end);
  return ended.signal;
}

function outgoingOf({ env }: Context): HttpBindings["outgoing"] | undefined {
  const { outgoing }: Partial<HttpBindings> = env ?? {};
  return outgoing;
}

// All calls of a request listen to its end together, which Node would take for a leak.
function endableByMany(): AbortController {
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  return ended;
}

function endAfter(timeoutMs: number, ended: AbortController): () => void {
  const timer = setTimeout(() => ended.abort(new DOMException("The time is up.", "TimeoutError")), timeoutMs);
  // Where there is no Node response to tell, the timer just runs out; the program need not wait for that.
  timer.unref?.();
  return () => clearTimeout(timer);
}

function endWith(signal: AbortSignal, ended: AbortController): void {
  const gone = () => ended.abort(signal.reason);
  if (signal.aborted) gone();
  else signal.addEventListener("abort", gone, { once: true });
}
