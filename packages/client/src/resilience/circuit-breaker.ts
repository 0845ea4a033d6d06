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
import { classifyFailure, isTimeLimitOfCaller } from "./failure-kind.ts";

/** Leaves a server that is down alone for a while. */
export class CircuitBreaker {
  readonly #halfOpenAfterMs: number;
  readonly #breaker: CircuitBreakerPolicy;
  /** The objects whose failures have counted: calls by their time limits, callers by the reasons of theirs. */
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

  /** Sends a request unless the server is left alone. */
  async pass<T>(url: string, limit: Deadline, send: () => Promise<T>): Promise<T> {
    const breaker = this.#breaker;
    limit.signal.throwIfAborted();
    try {
      const sent = breaker.execute(() => this.#judged(limit, send));
      // A call that waits for the trial call of a half-open circuit waits no longer than its own limit.
      return await (breaker.state === CircuitState.HalfOpen ? limit.race(sent) : sent);
    } catch (error) {
      if (error instanceof CircuitFailure) throw error.cause;
      if (!isBrokenCircuitError(error)) throw error;
      throw circuitOpen(url, Math.max(0, this.#openedAt + this.#halfOpenAfterMs - Date.now()));
    }
  }

  async #judged<T>(limit: Deadline, send: () => Promise<T>): Promise<T> {
    const isTrial = this.#breaker.state !== CircuitState.Closed;
    // A call that waited for another's trial may have given up meanwhile, so that nothing is sent.
    const isOver = limit.signal.aborted;
    const answersBefore = this.#answers;
    try {
      const value = await send();
      this.#answers++;
      return value;
    } catch (error) {
      const verdict = classifyFailure(error);
      if (verdict === "answered") this.#answers++;
      // Time that is up shows that the server is down only when no request was answered in that time.
      const isDown = verdict === "down" || (verdict === "late" && this.#answers === answersBefore);
      const counts = isTrial ? verdict !== "answered" : !isOver && isDown && this.#isFirst(limit, error);
      throw counts ? new CircuitFailure(error) : error;
    }
  }

  // A call counts once however often it is retried: one answer that always breaks off is no outage. So does a caller,
  // however many of its calls its time limit ends.
  #isFirst(limit: Deadline, error: unknown): boolean {
    const subject = isTimeLimitOfCaller(error) ? error : limit;
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
