import { setMaxListeners } from "node:events";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Limits } from "../limits/limits.ts";
import { linkAbort } from "./link-abort.ts";

/** The deadline of one request: ends its calls and lists when their time is over, or when the client has gone away. */
export class RequestDeadline {
  readonly #context: Context;
  readonly #limits: Pick<Limits, "timeoutMs" | "streamTimeoutMs">;
  readonly #whole: AbortSignal;
  #answer: AbortController | undefined;
  #isInParts = false;

  constructor(context: Context, limits: Pick<Limits, "timeoutMs" | "streamTimeoutMs">) {
    this.#context = context;
    this.#limits = limits;
    this.#whole = endOf(context, limits.timeoutMs);
  }

  /**
   * Returns the signal that ends a call made now: until there is a first part all calls have `timeoutMs` together, then
   * each has it for itself.
   */
  ofCall(): AbortSignal {
    return this.#isInParts ? this.#within(this.#limits.timeoutMs) : this.#whole;
  }

  /**
   * Returns the signal that ends a streamed list: after `streamTimeoutMs`, or at the end of the response, which may be
   * complete while a list is still open, when none of its items was needed in the end.
   */
  ofStream(): AbortSignal {
    return this.#within(this.#limits.streamTimeoutMs);
  }

  /** Notes that the first part of the response is there. All further parts have `streamTimeoutMs`. */
  beginParts(): void {
    this.#isInParts = true;
    endAfter(this.#limits.streamTimeoutMs, this.#endOfAnswer());
  }

  #within(timeoutMs: number): AbortSignal {
    const ended = new AbortController();
    endAfter(timeoutMs, ended);
    linkAbort(this.#endOfAnswer().signal, ended);
    return ended.signal;
  }

  #endOfAnswer(): AbortController {
    this.#answer ??= closeOf(this.#context);
    return this.#answer;
  }
}

/**
 * Returns a signal that aborts when the client of a request goes away, or after so many milliseconds.
 * `AbortSignal.timeout` would keep a timer for that long after each completed request, and cost more than looking a key
 * up.
 */
function endOf(context: Context, timeoutMs: number): AbortSignal {
  const ended = endableByMany();
  const stopTimer = startTimer(timeoutMs, ended);
  const outgoing = outgoingOf(context);
  if (outgoing === undefined || outgoing.closed) linkAbort(context.req.raw.signal, ended);
  else {
    // The request's own signal tells the same, but it is made on demand and costs as much as this one.
    outgoing.once("close", () => {
      stopTimer();
      if (!outgoing.writableFinished) ended.abort(new DOMException("The client has gone away.", "AbortError"));
    });
  }
  return ended.signal;
}

/** Returns a controller that aborts when the response is over, whether or not all of it was sent. */
function closeOf(context: Context): AbortController {
  const outgoing = outgoingOf(context);
  const ended = endableByMany();
  const end = () => ended.abort(new DOMException("The answer is over.", "AbortError"));
  if (outgoing === undefined) linkAbort(context.req.raw.signal, ended);
  else if (outgoing.closed) end();
  else outgoing.once("close", end);
  return ended;
}

function outgoingOf({ env }: Context): HttpBindings["outgoing"] | undefined {
  const { outgoing }: Partial<HttpBindings> = env ?? {};
  return outgoing;
}

// All calls of a request listen to its end together, which Node would report as a leak.
function endableByMany(): AbortController {
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  return ended;
}

/** Aborts a controller after so many milliseconds, if nothing else aborts it before. */
function endAfter(timeoutMs: number, ended: AbortController): void {
  if (ended.signal.aborted) return;
  ended.signal.addEventListener("abort", startTimer(timeoutMs, ended), { once: true });
}

function startTimer(timeoutMs: number, ended: AbortController): () => void {
  const timer = setTimeout(() => ended.abort(new DOMException("The time is up.", "TimeoutError")), timeoutMs);
  // Without a Node response the timer just runs out; the program need not wait for that.
  timer.unref?.();
  return () => clearTimeout(timer);
}
