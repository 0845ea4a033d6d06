/** Counts calls in flight so that `close()` can wait for them. */
export class InFlight {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Counts a call that begins. Returns the function to call, once, when it ends. */
  begin(): () => void {
    this.#count++;
    return this.#end;
  }

  /** Resolves as soon as no call is in flight. */
  async ended(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  readonly #end = (): void => {
    this.#count--;
    if (this.#count > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  };
}
