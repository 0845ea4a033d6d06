/** A counter of the work in flight, whose end can be awaited. */
export class InFlight {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Counts work that begins. Returns the function to call once when it ends. */
  begin(): () => void {
    this.#count++;
    return this.#end;
  }

  /** Resolves as soon as nothing is in flight. */
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
