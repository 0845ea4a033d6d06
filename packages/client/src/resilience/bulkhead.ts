import { TransportError } from "@superoffice-soap/schema";
import type { ClientSettings } from "../client-options.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { Deadline } from "./deadline.ts";
import { Semaphore } from "./semaphore.ts";

/** A request's result, which keeps its slot until `release` is called, once. */
export interface Held<T> {
  readonly value: T;
  readonly release: () => void;
}

/** A bulkhead around one server: it limits concurrent requests, and sends none while the circuit is open. */
export class Bulkhead {
  readonly #slots: Semaphore;
  readonly #circuit: CircuitBreaker;

  constructor({ concurrency, maxQueued, circuit }: ClientSettings) {
    this.#slots = new Semaphore(concurrency, maxQueued);
    this.#circuit = new CircuitBreaker(circuit);
  }

  /** Sends a request once a slot is free. */
  async enter<T>(url: string, limit: Deadline, send: () => Promise<T>): Promise<T> {
    await this.#takeSlot(url, limit);
    try {
      return await this.#circuit.pass(url, limit, send);
    } finally {
      this.#slots.release();
    }
  }

  /** Does the same, but the result keeps the slot. */
  async hold<T>(url: string, limit: Deadline, send: () => Promise<T>): Promise<Held<T>> {
    await this.#takeSlot(url, limit);
    try {
      return { value: await this.#circuit.pass(url, limit, send), release: () => this.#slots.release() };
    } catch (error) {
      this.#slots.release();
      throw error;
    }
  }

  async #takeSlot(url: string, limit: Deadline): Promise<void> {
    const slots = this.#slots;
    if (slots.tryAcquire()) return;
    if (slots.isFull) throw overloaded(url);
    try {
      await slots.acquire(limit);
    } catch (error) {
      throw limit.expired ? noSlotInTime(url, limit) : error;
    }
  }
}

function noSlotInTime(url: string, { timeoutMs }: Deadline): TransportError {
  const message = `no call to ${url} could be made within ${timeoutMs} ms: too many are under way`;
  return new TransportError(message, { code: "timeout", url, retrySafe: true });
}

function overloaded(url: string): TransportError {
  const message = `too many calls to ${url} wait already`;
  return new TransportError(message, { code: "overloaded", url, retrySafe: true });
}
