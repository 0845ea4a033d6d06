import { TransportError } from "@superoffice-soap/schema";
import {
  type BulkheadPolicy,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
  isBrokenCircuitError,
  isBulkheadRejectedError,
} from "cockatiel";
import type { ClientSettings } from "./client-options.ts";
import { isCallersOwnEnd, isOutage } from "./outage.ts";
import type { TimeLimit } from "./time-limit.ts";

/** What a request came to, and the place that it keeps at the server until `release` is called. */
export interface Held<T> {
  readonly value: T;
  readonly release: () => void;
}

/** One server: so many requests at a time, and none while it is down. */
export interface Upstream {
  /** Sends a request when its turn comes. The place is given back when that fails, else by `release`. */
  enter<T>(url: string, limit: TimeLimit, send: () => Promise<T>): Promise<Held<T>>;
}

/** An upstream with nothing under way and its circuit closed. */
export function createUpstream({ concurrency, maxQueued, circuit }: ClientSettings): Upstream {
  const places = bulkhead(concurrency, maxQueued);
  const breaker = circuitBreaker(handleType(CircuitFailure), {
    halfOpenAfter: circuit.halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(circuit.failures),
  });
  const counted: CountedCalls = new WeakSet();
  let openedAt = 0;
  breaker.onBreak(() => {
    openedAt = Date.now();
  });
  return {
    async enter(url, limit, send) {
      const release = await placeAt(places, url, limit);
      try {
        limit.signal.throwIfAborted();
        const sent = breaker.execute(() => judged({ breaker, counted }, limit, send));
        // Whoever waits for the trial call of a half-open circuit waits no longer than it may.
        return { value: await (breaker.state === CircuitState.HalfOpen ? limit.race(sent) : sent), release };
      } catch (error) {
        release();
        if (error instanceof CircuitFailure) throw error.cause;
        if (!isBrokenCircuitError(error)) throw error;
        throw circuitOpen(url, Math.max(0, openedAt + circuit.halfOpenAfterMs - Date.now()));
      }
    },
  };
}

/** A failure, in `cause`, that the circuit counts. */
class CircuitFailure extends Error {
  constructor(cause: unknown) {
    super("a failure that the circuit counts", { cause });
  }
}

/** Calls that the circuit has counted, each known by its time limit, which is the same in all its attempts. */
type CountedCalls = WeakSet<TimeLimit>;

interface Circuit {
  readonly breaker: CircuitBreakerPolicy;
  readonly counted: CountedCalls;
}

// A trial must show that the server is up; other calls count when they show that it is down, once however often they
// are retried: one answer that always breaks off is no outage. Who waited for another's trial may have given up
// meanwhile, so that nothing is sent.
async function judged<T>({ breaker, counted }: Circuit, limit: TimeLimit, send: () => Promise<T>): Promise<T> {
  const isTrial = breaker.state !== CircuitState.Closed;
  const isOver = limit.signal.aborted;
  try {
    return await send();
  } catch (error) {
    const isNew = !isOver && !counted.has(limit);
    const counts = isTrial ? isOutage(error) || isCallersOwnEnd(error) : isNew && isOutage(error);
    if (!counts) throw error;
    counted.add(limit);
    throw new CircuitFailure(error);
  }
}

// The place is held for as long as the promise inside is pending. The library's own cancellation is not used: it does
// not wake whoever is next in the queue.
async function placeAt(places: BulkheadPolicy, url: string, limit: TimeLimit): Promise<() => void> {
  let free: (() => void) | undefined;
  const place = new Promise<() => void>((resolve, reject) => {
    const hold = () =>
      new Promise<void>((release) => {
        free = release;
        resolve(release);
      });
    places.execute(hold).catch((error: unknown) => {
      reject(isBulkheadRejectedError(error) ? overloaded(url) : error);
    });
  });
  return free ?? turnOf(place, url, limit);
}

async function turnOf(place: Promise<() => void>, url: string, limit: TimeLimit): Promise<() => void> {
  try {
    return await limit.race(place);
  } catch (error) {
    place.then(
      (release) => release(),
      () => undefined,
    );
    throw limit.expired ? noPlaceInTime(url, limit) : error;
  }
}

function noPlaceInTime(url: string, { timeoutMs }: TimeLimit): TransportError {
  const message = `no call to ${url} could be made within ${timeoutMs} ms: too many are under way`;
  return new TransportError(message, { code: "timeout", url, retrySafe: true });
}

function overloaded(url: string): TransportError {
  const message = `too many calls to ${url} wait already`;
  return new TransportError(message, { code: "overloaded", url, retrySafe: true });
}

function circuitOpen(url: string, retryAfterMs: number): TransportError {
  const message = `${url} has failed several times in a row and is left alone for a moment`;
  return new TransportError(message, { code: "circuit_open", url, retrySafe: true, retryAfterMs });
}
