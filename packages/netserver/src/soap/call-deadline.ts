import { NetServerError } from "@superoffice-soap/schema";

/** The deadline of one call: the time that it has, or the client's leaving. */
export class CallDeadline {
  readonly #request: Pick<Request, "signal">;
  readonly #timeoutMs: number;
  readonly #timer: NodeJS.Timeout;
  #expire: (() => void) | undefined;
  #isExpired = false;
  #aborted: AbortController | undefined;

  constructor(request: Pick<Request, "signal">, timeoutMs: number) {
    this.#request = request;
    this.#timeoutMs = timeoutMs;
    this.#timer = setTimeout(() => this.#end(), timeoutMs);
    this.#timer.unref();
  }

  /** The signal that the call may heed. Made when it is asked for, since few calls are told to end. */
  get signal(): AbortSignal {
    if (this.#aborted !== undefined) return this.#aborted.signal;
    const aborted = new AbortController();
    this.#aborted = aborted;
    const { signal } = this.#request;
    if (this.#isExpired) aborted.abort(timeUp());
    else if (signal.aborted) aborted.abort(signal.reason);
    else signal.addEventListener("abort", () => aborted.abort(signal.reason), { once: true });
    return aborted.signal;
  }

  /** Gives what is awaited, or rejects with NetServerError when the time is up first, even if the callee ignores the signal. */
  within<T>(awaited: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#expire = () => reject(this.#error());
      if (this.#isExpired) this.#expire();
      awaited.then(resolve, reject);
    });
  }

  /** Stops the clock. The signal tells of the client's leaving from then on. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #end(): void {
    this.#isExpired = true;
    this.#aborted?.abort(timeUp());
    this.#expire?.();
  }

  // As a .NET client's own proxy has it.
  #error(): NetServerError {
    const message = `NetServer did not answer within ${this.#timeoutMs} ms. The call may have been carried out.`;
    return new NetServerError(message, { exceptionType: "System.TimeoutException" });
  }
}

function timeUp(): DOMException {
  return new DOMException("The time is up.", "TimeoutError");
}
