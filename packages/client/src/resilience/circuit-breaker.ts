import { TransportError } from "@superoffice-soap/schema";
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
  isBrokenCircuitError,
} from "cockatiel";
import type { ClientSettings } from "../client-options.ts";
import type { Deadline } from "./deadline.ts";
import { classifyFailure, isCallerTimeout } from "./failure-kind.ts";

/** A circuit breaker: it sends a server no requests for a while after repeated failures. */
export class CircuitBreaker {
  readonly #halfOpenAfterMs: number;
  readonly #breaker: CircuitBreakerPolicy;
  /** The calls, by their deadlines, and the callers, by the reasons of their timeouts, whose failure has counted. */
  readonly #counted = new WeakSet<object>();
  /** The number of requests that the server has answered. */
  #answers = 0;
  #openedAt = 0;

  constructor({ failures, halfOpenAfterMs }: ClientSettings["circuit"]) {
    this.#halfOpenAfterMs = halfOpenAfterMs;
    this.#breaker = circuitBreaker(handleType(CircuitFailure), {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(failures),
    });
    this.#breaker.onBreak(() => {
      this.#openedAt = Date.now();
    });
  }

  /** Sends a request unless the circuit is open. Rejects with a TransportError `circuit_open` when it is. */
  async pass<T>(url: string, limit: Deadline, send: () => Promise<T>): Promise<T> {
    const breaker = this.#breaker;
    limit.signal.throwIfAborted();
    try {
      const sent = breaker.execute(() => this.#sendAndCount(limit, send));
      // A call that waits for the trial call of a half-open circuit keeps its own deadline.
      return await (breaker.state === CircuitState.HalfOpen ? limit.race(sent) : sent);
    } catch (error) {
      if (error instanceof CircuitFailure) throw error.cause;
      if (!isBrokenCircuitError(error)) throw error;
      throw circuitOpen(url, Math.max(0, this.#openedAt + this.#halfOpenAfterMs - Date.now()));
    }
  }

  async #sendAndCount<T>(limit: Deadline, send: () => Promise<T>): Promise<T> {
    const isTrial = this.#breaker.state !== CircuitState.Closed;
    // The caller may have given up while waiting for another call's trial.
    const isOver = limit.signal.aborted;
    const answersBefore = this.#answers;
    try {
      const value = await send();
      this.#answers++;
      return value;
    } catch (error) {
      const kind = classifyFailure(error);
      if (kind === "answered") this.#answers++;
      // A timeout counts as a failure only if no other request succeeded meanwhile.
      const isDown = kind === "down" || (kind === "late" && this.#answers === answersBefore);
      const counts = isTrial ? kind !== "answered" : !isOver && isDown && this.#isFirst(limit, error);
      throw counts ? new CircuitFailure(error) : error;
    }
  }

  // Counts a call once however often it is retried, since one response that always breaks off is no outage; and a caller
  // once however many of its calls its timeout ends.
  #isFirst(limit: Deadline, error: unknown): boolean {
    const subject = isCallerTimeout(error) ? error : limit;
    if (this.#counted.has(subject)) return false;
    this.#counted.add(subject);
    return true;
  }
}

/** A failure, in `cause`, that the circuit counts. */
class CircuitFailure extends Error {
  constructor(cause: unknown) {
    super("a failure that the circuit counts", { cause });
  }
}

function circuitOpen(url: string, retryAfterMs: number): TransportError {
  const message = `${url} has failed several times in a row and is left alone for a moment`;
  return new TransportError(message, { code: "circuit_open", url, retrySafe: true, retryAfterMs });
}
