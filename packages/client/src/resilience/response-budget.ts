import { clock } from "./clock.ts";

/** The limits of a `ResponseBudget`. */
export interface ResponseBudgetOptions {
  /** Bytes that the responses of one lease hold at most. All others hold half of it together. */
  readonly maxBytes: number;
  /**
   * Milliseconds that a response waits for room.
   * @default 10_000
   */
  readonly waitMs?: number;
}

/** The account of the responses that are used together: those of all calls that a server makes for one request. */
export interface ResponseLease {
  /** Adds a user: the lease keeps its bytes until each has left. A call is one while it reads its response. */
  enter(): void;
  /** Removes a user. With the last one all bytes are given back. */
  leave(): void;
  /**
   * Takes room for bytes: `undefined` when there is some, else a promise that resolves when there is. Rejects with
   * NoRoomError, of code `overloaded` when there is none in time and `response_too_large` when there never is.
   */
  take(bytes: number): Promise<void> | undefined;
  /** Gives bytes back. */
  give(bytes: number): void;
}

/** The error of a lease that gets no room. */
export class NoRoomError extends Error {
  override readonly name = "NoRoomError";
  readonly code: "overloaded" | "response_too_large";

  constructor(code: NoRoomError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A budget of bytes for the responses that are in memory. Leases share half of it. Those that find that half taken wait, and
 * the oldest goes on first; one of them at a time may go beyond the half, up to the whole budget for itself, so that leases
 * that each hold a part do not wait for each other. Together they never hold more than one and a half times the budget.
 */
export class ResponseBudget {
  readonly #maxBytes: number;
  readonly #sharedBytes: number;
  readonly #waitMs: number;
  /** By the age of their leases, the oldest first. */
  readonly #waiting: Waiter[] = [];
  #leases = 0;
  #held = 0;
  /** The one that may go beyond the shared half. */
  #beyond: Account | undefined;

  constructor({ maxBytes, waitMs = 10_000 }: ResponseBudgetOptions) {
    this.#maxBytes = maxBytes;
    this.#sharedBytes = maxBytes / 2;
    this.#waitMs = waitMs;
  }

  /** The bytes that are held. */
  get heldBytes(): number {
    return this.#held;
  }

  /** Opens an account. */
  lease(): ResponseLease {
    const account: Account = { order: this.#leases++, bytes: 0, users: 0 };
    return {
      enter: () => {
        account.users++;
      },
      leave: () => {
        if (--account.users === 0) this.#close(account);
      },
      take: (bytes) => this.#take(account, bytes),
      give: (bytes) => this.#give(account, bytes),
    };
  }

  #take(account: Account, bytes: number): Promise<void> | undefined {
    if (account.bytes + bytes > this.#maxBytes) {
      return Promise.reject(new NoRoomError("response_too_large", `more than ${this.#maxBytes} bytes together`));
    }
    const [oldest] = this.#waiting;
    const isNext = oldest === undefined || account.order < oldest.account.order || this.#beyond === account;
    if (isNext && this.#admit(account, bytes)) return undefined;
    return this.#room(account, bytes);
  }

  #admit(account: Account, bytes: number): boolean {
    if (this.#held + bytes > this.#sharedBytes) {
      this.#beyond ??= account;
      if (this.#beyond !== account) return false;
    }
    account.bytes += bytes;
    this.#held += bytes;
    return true;
  }

  #room(account: Account, bytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopTimer = clock.setTimer(this.#waitMs, () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        waiter.refuse();
        this.#admitWaiting();
      });
      const waiter: Waiter = {
        account,
        bytes,
        admit: () => {
          stopTimer();
          resolve();
        },
        refuse: () => {
          stopTimer();
          reject(new NoRoomError("overloaded", `no room for the response within ${this.#waitMs} ms`));
        },
      };
      const next = this.#waiting.findIndex((other) => other.account.order > account.order);
      this.#waiting.splice(next === -1 ? this.#waiting.length : next, 0, waiter);
    });
  }

  #give(account: Account, bytes: number): void {
    account.bytes -= bytes;
    this.#held -= bytes;
    if (this.#held <= this.#sharedBytes) this.#beyond = undefined;
    this.#admitWaiting();
  }

  #close(account: Account): void {
    for (const waiter of this.#waiting.filter((other) => other.account === account)) {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      waiter.refuse();
    }
    if (this.#beyond === account) this.#beyond = undefined;
    this.#give(account, account.bytes);
  }

  #admitWaiting(): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (!this.#admit(next.account, next.bytes)) return;
      this.#waiting.shift();
      next.admit();
    }
  }
}

interface Account {
  /** The number of leases before this one. */
  readonly order: number;
  bytes: number;
  users: number;
}

interface Waiter {
  readonly account: Account;
  readonly bytes: number;
  readonly admit: () => void;
  readonly refuse: () => void;
}
