import { Semaphore } from "./semaphore.ts";

/** A semaphore for each key, kept while it is in use. */
export class KeyedSemaphore {
  readonly #slots: number;
  readonly #used = new Map<string, { readonly semaphore: Semaphore; users: number }>();

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Runs work like `Semaphore.run`, in a slot of the key. */
  async run<T>(key: string, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const used = this.#used.get(key) ?? { semaphore: new Semaphore(this.#slots), users: 0 };
    this.#used.set(key, used);
    used.users++;
    try {
      return await used.semaphore.run(work, signal);
    } finally {
      if (--used.users === 0) this.#used.delete(key);
    }
  }
}
