import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * Ends when the client of a request goes away, or after so many milliseconds. `AbortSignal.timeout` would keep a timer
 * for that long after each answered request, and cost more than looking a key up.
 */
export function endOf({ req, env }: Context, timeoutMs: number): AbortSignal {
  const { signal } = req.raw;
  const ended = new AbortController();
  const gone = () => ended.abort(signal.reason);
  if (signal.aborted) gone();
  else signal.addEventListener("abort", gone, { once: true });
  const timer = setTimeout(() => ended.abort(new DOMException("The time is up.", "TimeoutError")), timeoutMs);
  // Where there is no Node response to tell, the timer just runs out; the program need not wait for that.
  const { outgoing }: Partial<HttpBindings> = env ?? {};
  outgoing?.once("close", () => clearTimeout(timer));
  timer.unref?.();
  return ended.signal;
}
