import type { ResponseHeaders, ServicesVersion, SoTimeZone } from "@superoffice-soap/schema";
import type { ResponseLease } from "./resilience/response-budget.ts";

/** The options of one call that differ from its client's. */
export interface CallOptions {
  readonly services?: ServicesVersion;
  /** A ticket of the caller's own. It is not renewed. */
  readonly ticket?: string;
  readonly applicationToken?: string;
  readonly timeZone?: SoTimeZone;
  /** As the client's, and checked alike. It stands for the client's `streamTimeoutMs` too. */
  readonly timeoutMs?: number;
  /**
   * Receives the header blocks of an answer, such as `ExtraInfo`, before the call results in anything, and also when
   * they say that it failed. A call that is sent twice may be answered twice.
   */
  readonly onResponseHeaders?: (headers: ResponseHeaders) => void;
  /**
   * The account of what the answer holds in memory, of a `ResponseBudget`. Reading waits while there is no room, and the
   * call rejects with a TransportError of code `overloaded` when there is none in time, or `response_too_large` when the
   * lease would hold more than the whole budget. A streamed list gives its items' bytes back two items later; all others
   * are given back when the lease has no user.
   */
  readonly lease?: ResponseLease | undefined;
  /** Ends the call early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
