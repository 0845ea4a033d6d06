/** Counts what is under way, for whoever waits for its end. */
export class InFlight {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Something begins. Gives what is to be called once when it ends. */
  begin(): () => void {
    this.#count++;
    return this.#end;
  }

  /** Resolves as soon as nothing is under way. */
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
