import { NetServerError } from "@superoffice-soap/schema";

/** The deadline of one call: the time that it has, or the client's leaving. */
export class CallDeadline {
  readonly #request: Pick<Request, "signal">;
  readonly #timeoutMs: number;
  #isExpired = false;
  #aborted: AbortController | undefined;

  constructor(request: Pick<Request, "signal">, timeoutMs: number) {
    this.#request = request;
    this.#timeoutMs = timeoutMs;
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
      let timer: NodeJS.Timeout | undefined;
      // Most calls are answered by then. A timer for each would keep all of its request until memory is searched.
      const soon = setImmediate(() => {
        timer = setTimeout(() => reject(this.#expire()), this.#timeoutMs);
        timer.unref();
      });
      const stop = () => {
        clearImmediate(soon);
        clearTimeout(timer);
      };
      awaited.then(
        (value) => {
          stop();
          resolve(value);
        },
        (error: unknown) => {
          stop();
          reject(error);
        },
      );
    });
  }

  #expire(): NetServerError {
    this.#isExpired = true;
    this.#aborted?.abort(timeUp());
    // As a .NET client's own proxy has it.
    const message = `NetServer did not answer within ${this.#timeoutMs} ms. The call may have been carried out.`;
    return new NetServerError(message, { exceptionType: "System.TimeoutException" });
  }
}

function timeUp(): DOMException {
  return new DOMException("The time is up.", "TimeoutError");
}
