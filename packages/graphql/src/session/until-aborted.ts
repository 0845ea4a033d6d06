import type { GraphQLError } from "graphql";
import { codedError, timedOut } from "../errors/public-error.ts";

/**
 * Settles as the awaited promise does, or rejects as soon as the request has ended, since the awaited call may ignore
 * the signal.
 */
export function untilAborted<T>(awaited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return awaited;
  return new Promise((resolve, reject) => {
    const end = () => reject(late());
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    awaited.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}

/** Throws the error of a request that has ended, if it has, so that nothing more begins. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw late();
}

function late(): GraphQLError {
  return codedError(...timedOut);
}
