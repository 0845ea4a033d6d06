import { TransportError } from "@superoffice-soap/schema";
import type { ClientSettings } from "../client-options.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { Deadline } from "./deadline.ts";
import { Semaphore } from "./semaphore.ts";

/** The result of a request, and the slot that it keeps at the server until `release` is called, once. */
export interface Held<T> {
  readonly value: T;
  readonly release: () => void;
}

/** One server: so many requests at a time, and none while it is down. */
export class Bulkhead {
  readonly #places: Semaphore;
  readonly #circuit: CircuitBreaker;

  constructor({ concurrency, maxQueued, circuit }: ClientSettings) {
    this.#places = new Semaphore(concurrency, maxQueued);
    this.#circuit = new CircuitBreaker(circuit);
  }

  /** Sends a request when its turn comes. */
  async enter<T>(url: string, limit: Deadline, send: () => Promise<T>): Promise<T> {
    await this.#takePlace(url, limit);
    try {
      return await this.#circuit.pass(url, limit, send);
    } finally {
      this.#places.leave();
    }
  }

  /** Sends a request as `enter` does, but its result keeps the slot. */
  async hold<T>(url: string, limit: Deadline, send: () => Promise<T>): Promise<Held<T>> {
    await this.#takePlace(url, limit);
    try {
      return { value: await this.#circuit.pass(url, limit, send), release: () => this.#places.leave() };
    } catch (error) {
      this.#places.leave();
      throw error;
    }
  }

  async #takePlace(url: string, limit: Deadline): Promise<void> {
    const places = this.#places;
    if (places.take()) return;
    if (places.isFull) throw overloaded(url);
    try {
      await places.wait(limit);
    } catch (error) {
      throw limit.expired ? noPlaceInTime(url, limit) : error;
    }
  }
}

function noPlaceInTime(url: string, { timeoutMs }: Deadline): TransportError {
  const message = `no call to ${url} could be made within ${timeoutMs} ms: too many are under way`;
  return new TransportError(message, { code: "timeout", url, retrySafe: true });
}

function overloaded(url: string): TransportError {
  const message = `too many calls to ${url} wait already`;
  return new TransportError(message, { code: "overloaded", url, retrySafe: true });
}
