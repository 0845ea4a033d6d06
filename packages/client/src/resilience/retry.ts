import { TransportError } from "@superoffice-soap/schema";
import { ExponentialBackoff, type IBackoff } from "cockatiel";
import type { ClientSettings } from "../client-options.ts";
import type { Deadline } from "./deadline.ts";

/**
 * Makes attempts, numbered from 1, until one succeeds. Rejects with the error of the last one when it may not be retried, the
 * retries are used up, or the next wait would outlast the deadline.
 */
export async function retry<T>(
  { maxRetries, initialDelayMs, maxDelayMs }: ClientSettings["retry"],
  limit: Deadline,
  attempt: (count: number) => Promise<T>,
): Promise<T> {
  let backoff: IBackoff<unknown> | undefined;
  for (let count = 1; ; count++) {
    try {
      return await attempt(count);
    } catch (error) {
      if (count > maxRetries || !mayPass(error)) throw error;
      backoff =
        backoff?.next(undefined) ??
        new ExponentialBackoff({ initialDelay: initialDelayMs, maxDelay: maxDelayMs }).next();
      const delayMs = Math.max(backoff.duration, error.retryAfterMs ?? 0);
      if (delayMs >= limit.remainingMs) throw error;
      await limit.sleep(delayMs);
    }
  }
}

// An open circuit and a full queue must keep calls away, and after a timeout no time is left.
function mayPass(error: unknown): error is TransportError {
  if (!(error instanceof TransportError) || !error.retrySafe) return false;
  const { code, status } = error;
  // `unreachable` with a status comes from a proxy that made no connection.
  if (code === "interrupted" || (code === "unreachable" && status === undefined)) return true;
  return (code === "unreachable" || code === "http_status") && status !== undefined && passing.has(status);
}

const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);
