import { TransportError } from "@superoffice-soap/schema";
import { ExponentialBackoff, type IBackoff } from "cockatiel";
import type { ClientSettings } from "../client-options.ts";
import type { Deadline } from "./deadline.ts";

/**
 * Makes attempts, numbered from 1, until one succeeds, fails for good or the retries are used up; then rejects as the
 * last one did. A wait that would outlast the time limit is not begun.
 */
export async function retrying<T>(
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

// An open circuit and a full queue are there to keep calls away; a time limit that was reached leaves no time.
function mayPass(error: unknown): error is TransportError {
  if (!(error instanceof TransportError) || !error.retrySafe) return false;
  const { code, status } = error;
  // A status without an answer is that of a proxy that makes no connection.
  if (code === "interrupted" || (code === "unreachable" && status === undefined)) return true;
  return (code === "unreachable" || code === "http_status") && status !== undefined && passing.has(status);
}

const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);
