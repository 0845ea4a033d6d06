import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * Ends when the client of a request goes away, or after so many milliseconds. `AbortSignal.timeout` would keep a timer
 * for that long after each answered request, and cost more than looking a key up.
 */
export function endOf({ req, env }: Context, timeoutMs: number): AbortSignal {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(new DOMException("The time is up.", "TimeoutError")), timeoutMs);
  // Where there is no Node response to tell, the timer just runs out; the program need not wait for that.
  timer.unref?.();
  const { outgoing }: Partial<HttpBindings> = env ?? {};
  if (outgoing === undefined || outgoing.closed) endWith(req.raw.signal, ended);
  else {
    // The request's own signal says the same, but is made when it is asked for, and costs as much as this one.
    outgoing.once("close", () => {
      clearTimeout(timer);
      if (!outgoing.writableFinished) ended.abort(new DOMException("The client has gone away.", "AbortError"));
    });
  }
  return ended.signal;
}

function endWith(signal: AbortSignal, ended: AbortController): void {
  const gone = () => ended.abort(signal.reason);
  if (signal.aborted) gone();
  else signal.addEventListener("abort", gone, { once: true });
}
