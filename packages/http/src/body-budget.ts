import { BodyError } from "./body-error.ts";

/** The limits of a `BodyBudget`. */
export interface BodyBudgetOptions {
  /** Bytes that all requests hold together. @default 33554432 (32 MiB) */
  readonly maxBytes?: number;
  /** Bytes that the requests of callers who are not known yet hold together. @default an eighth of `maxBytes` */
  readonly maxUnknownBytes?: number;
  /** Milliseconds that a request may wait for its bytes. @default 5000 */
  readonly waitMs?: number;
}

/** Bytes of each body that are not counted: a connection takes more by itself, and most requests are shorter. */
export const freeBytes = 16 * 1024;

const maxWaiting = 1000;

/** The default of `BodyBudgetOptions.maxBytes`. */
export const defaultBudgetBytes = 32 * 1024 * 1024;

/** The default of `BodyBudgetOptions.waitMs`. */
const defaultWaitMs = 5_000;

/**
 * A budget of bytes for the bodies of all requests in flight. The oldest request of either kind, of callers that are
 * known and of those that are not, is always let go on, so that requests that each hold a part do not wait for each other:
 * more than the budget is held by one body of each kind at most.
 */
export class BodyBudget {
  readonly #maxBytes: number;
  readonly #maxUnknownBytes: number;
  readonly #waitMs: number;
  readonly #held = { known: 0, unknown: 0 };
  /** In the order in which they began. */
  readonly #leases = new Set<BodyLease>();
  readonly #heldBy = new Map<string, number>();
  readonly #waiting = new Set<Waiter>();

  constructor({ maxBytes = defaultBudgetBytes, maxUnknownBytes, waitMs = defaultWaitMs }: BodyBudgetOptions = {}) {
    this.#maxBytes = maxBytes;
    this.#maxUnknownBytes = maxUnknownBytes ?? maxBytes / 8;
    this.#waitMs = waitMs;
  }

  /** Begins the account of one request, of a caller that is not known yet. `caller` tells callers apart. */
  lease(caller: string): BodyLease {
    const lease: BodyLease = {
      caller,
      bytes: 0,
      isKnown: false,
      take: (bytes) => this.#take(lease, bytes),
      know: () => this.#know(lease),
      release: () => this.#release(lease),
    };
    this.#leases.add(lease);
    return lease;
  }

  #take(lease: BodyLease, bytes: number): Promise<void> | undefined {
    if (this.#mayTake(lease, bytes)) {
      this.#count(lease, bytes);
      return undefined;
    }
    if (this.#waiting.size >= maxWaiting) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const leave = (settle: () => void) => {
        clearTimeout(waiter.timer);
        this.#waiting.delete(waiter);
        settle();
      };
      const waiter: Waiter = {
        lease,
        bytes,
        admit: () => leave(resolve),
        refuse: () => leave(() => reject(overloaded())),
        timer: setTimeout(() => waiter.refuse(), this.#waitMs),
      };
      this.#waiting.add(waiter);
    });
  }

  #mayTake(lease: BodyLease, bytes: number): boolean {
    const { known, unknown } = this.#held;
    const fits = known + unknown + bytes <= this.#maxBytes;
    if (fits && (lease.isKnown || unknown + bytes <= this.#maxUnknownBytes)) return true;
    for (const one of this.#leases) if (one.isKnown === lease.isKnown) return one === lease;
    return false;
  }

  #count(lease: BodyLease, bytes: number): void {
    lease.bytes += bytes;
    this.#held[lease.isKnown ? "known" : "unknown"] += bytes;
    const held = (this.#heldBy.get(lease.caller) ?? 0) + bytes;
    if (held === 0) this.#heldBy.delete(lease.caller);
    else this.#heldBy.set(lease.caller, held);
  }

  #know(lease: BodyLease): void {
    if (lease.isKnown) return;
    const { bytes } = lease;
    this.#count(lease, -bytes);
    lease.isKnown = true;
    this.#count(lease, bytes);
    this.#admitWaiting();
  }

  #release(lease: BodyLease): void {
    if (!this.#leases.delete(lease)) return;
    for (const waiter of this.#waiting) if (waiter.lease === lease) waiter.refuse();
    this.#count(lease, -lease.bytes);
    this.#admitWaiting();
  }

  /** Lets those who wait go on, the caller who holds the least first, and of one caller who came first. */
  #admitWaiting(): void {
    for (;;) {
      let next: Waiter | undefined;
      for (const waiter of this.#waiting) {
        const holdsLess = next === undefined || this.#heldOf(waiter) < this.#heldOf(next);
        if (holdsLess && this.#mayTake(waiter.lease, waiter.bytes)) next = waiter;
      }
      if (next === undefined) return;
      this.#count(next.lease, next.bytes);
      next.admit();
    }
  }

  #heldOf({ lease }: Waiter): number {
    return this.#heldBy.get(lease.caller) ?? 0;
  }
}

/** The budget of apps that are not given one. */
export const processBodyBudget: BodyBudget = new BodyBudget();

/** The greatest size in bytes of a request whose caller is not known: no sign-in needs more. */
export const defaultMaxUnknownBytes = 256 * 1024;

/** Milliseconds that a body may pause. */
export const defaultBodyIdleMs = 30_000;

/** The account of one request. */
export interface BodyLease {
  readonly caller: string;
  /** The bytes that it holds. */
  bytes: number;
  /** True when its caller's ticket was seen to be good. */
  isKnown: boolean;
  /** Takes bytes; resolves when there is room for them. Rejects with BodyError of status 503 when there is none in time. */
  take(bytes: number): Promise<void> | undefined;
  /** Notes that the caller is known. */
  know(): void;
  /** Gives all bytes back. */
  release(): void;
}

interface Waiter {
  readonly lease: BodyLease;
  readonly bytes: number;
  readonly admit: () => void;
  readonly refuse: () => void;
  readonly timer: NodeJS.Timeout;
}

function overloaded(): BodyError {
  return new BodyError(503, "The server has too many large requests in hand. Try again.", { "Retry-After": "1" });
}
