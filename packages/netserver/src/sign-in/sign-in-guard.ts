import { setMaxListeners } from "node:events";
import { soException } from "../call/so-exception.ts";
import type { Schedule } from "../schedule.ts";
import { addressPrefix } from "./address-prefix.ts";
import { digestTextOf } from "./digest.ts";
import { FailureCounter } from "./failure-counter.ts";
import { KeyedSemaphore } from "./keyed-semaphore.ts";
import { Semaphore } from "./semaphore.ts";

/** An attempt to sign in with a password. */
export interface SignInAttempt<T> {
  /** The collation key of the name, of a user who exists or not. */
  readonly userKey: string;
  /** The caller's IP address; `undefined` in process, where no network is counted. */
  readonly address: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Compares the password, which takes a hash; resolves to `undefined` when it is wrong. */
  readonly check: () => Promise<T | undefined>;
}

/** The clock and the timers that delays go by. */
export interface SignInTimes {
  readonly clock: () => Date;
  readonly schedule: Schedule;
}

/** A user who mistypes a password a few times notices no delay. */
const pairRule = { free: 3, firstDelayMs: 1000, maxDelayMs: 30_000 };

/** Many users may share an address, so it has more failures free. */
const networkRule = { free: 20, firstDelayMs: 500, maxDelayMs: 10_000 };

/** Any caller can cause this delay for any user, so it stays small. */
const userRule = { free: 10, firstDelayMs: 100, maxDelayMs: 1000 };

/** Each hash takes one of the four threads that Node has for files, host names and compression too. */
const hashesAtOnce = 2;

/** Attempts of one network that wait for the network's delay or are checked at a time. */
const checksAtOncePerNetwork = 4;

/** The number of waiting or running attempts, of one network and of all; further ones are refused. */
const maxAttemptsPerNetwork = 100;
const maxAttempts = 1000;

/**
 * Slows down guessing. Failures are counted by user and network together, by network, and by user; the next attempt
 * waits for each of these delays. The attempts on one user from one network come one after another. No delay is a
 * lock-out: from another network the right password waits for that of the user alone. The counts are this process's own.
 */
export class SignInGuard {
  readonly #clock: () => Date;
  readonly #schedule: Schedule;
  readonly #closing = new AbortController();
  readonly #pairFailures = new FailureCounter(pairRule);
  readonly #networkFailures = new FailureCounter(networkRule);
  readonly #userFailures = new FailureCounter(userRule);
  readonly #hashes = new Semaphore(hashesAtOnce);
  readonly #pairTurns = new KeyedSemaphore(1);
  readonly #networkTurns = new KeyedSemaphore(checksAtOncePerNetwork);
  readonly #attemptsByNetwork = new Map<string, number>();
  #attempts = 0;

  constructor({ clock, schedule }: SignInTimes) {
    this.#clock = clock;
    this.#schedule = schedule;
    // Every waiting attempt listens to it.
    setMaxListeners(0, this.#closing.signal);
  }

  /**
   * Checks a password once the attempt's delays are over, and resolves to the check's result. Rejects with
   * SoTooManySignInsException when too many attempts wait already, and with the signal's reason when it aborts.
   */
  async attempt<T>({ userKey, address, signal: given, check }: SignInAttempt<T>): Promise<T | undefined> {
    // A made-up name may be megabytes long, and would be kept.
    const user = digestTextOf(userKey);
    const signal = given ? AbortSignal.any([given, this.#closing.signal]) : this.#closing.signal;
    if (address === undefined) {
      return this.#admitted(undefined, () => this.#checked(user, check, () => this.#userDelayMs(user), signal));
    }
    const network = addressPrefix(address);
    const pair = `${user} ${network}`;
    const delayMs = () => Math.max(this.#userDelayMs(user), this.#networkFailures.delayMs(network, this.#nowMs()));
    const inNetwork = async () => {
      const result = await this.#checked(user, check, delayMs, signal);
      this.#count(result !== undefined, pair, network);
      return result;
    };
    const inPair = async () => {
      await this.#pause(this.#pairFailures.delayMs(pair, this.#nowMs()), signal);
      return this.#networkTurns.run(network, inNetwork, signal);
    };
    return this.#admitted(network, () => this.#pairTurns.run(pair, inPair, signal));
  }

  /** Aborts the waiting attempts. */
  close(): void {
    this.#closing.abort(soException("SoException", "The server is closing."));
  }

  async #admitted<T>(network: string | undefined, work: () => Promise<T>): Promise<T> {
    const ofNetwork = network === undefined ? 0 : (this.#attemptsByNetwork.get(network) ?? 0);
    if (this.#attempts >= maxAttempts || ofNetwork >= maxAttemptsPerNetwork) throw tooManySignIns();
    this.#enter(network, 1);
    try {
      return await work();
    } finally {
      this.#enter(network, -1);
    }
  }

  #enter(network: string | undefined, change: 1 | -1): void {
    this.#attempts += change;
    if (network === undefined) return;
    const attempts = (this.#attemptsByNetwork.get(network) ?? 0) + change;
    if (attempts === 0) this.#attemptsByNetwork.delete(network);
    else this.#attemptsByNetwork.set(network, attempts);
  }

  async #checked<T>(
    user: string,
    check: () => Promise<T | undefined>,
    delayMs: () => number,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    await this.#pause(delayMs(), signal);
    const result = await this.#hashes.run(check, signal);
    if (result === undefined) this.#userFailures.add(user, this.#nowMs());
    return result;
  }

  #count(succeeded: boolean, pair: string, network: string): void {
    if (succeeded) {
      this.#pairFailures.forget(pair);
      return;
    }
    const nowMs = this.#nowMs();
    this.#pairFailures.add(pair, nowMs);
    this.#networkFailures.add(network, nowMs);
  }

  #userDelayMs(user: string): number {
    return this.#userFailures.delayMs(user, this.#nowMs());
  }

  async #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    if (delayMs <= 0) return;
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#schedule(end, delayMs, "awaited");
      function end(): void {
        signal.removeEventListener("abort", leave);
        resolve();
      }
      function leave(): void {
        cancel();
        reject(signal.reason);
      }
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #nowMs(): number {
    return this.#clock().getTime();
  }
}

function tooManySignIns() {
  return soException("SoTooManySignInsException", "Too many sign-ins wait for their turn. Try again in a minute.");
}
