import { codedError } from "./errors.ts";

/** What is awaited, or an error as soon as the request has ended: who answers may not heed the signal. */
export function inTime<T>(awaited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return awaited;
  return new Promise((resolve, reject) => {
    const end = () => reject(codedError("TIMEOUT", "NetServer did not answer in time."));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    awaited.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
