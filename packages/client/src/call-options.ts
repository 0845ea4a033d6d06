import type { ResponseHeaders, ServicesVersion, SoTimeZone } from "@superoffice-soap/schema";

/** What one call does otherwise than its client. */
export interface CallOptions {
  readonly services?: ServicesVersion;
  /** A ticket of the caller's own. It is not renewed. */
  readonly ticket?: string;
  readonly applicationToken?: string;
  readonly timeZone?: SoTimeZone;
  /** As the client's, and checked alike. It stands for the client's `streamTimeoutMs` too. */
  readonly timeoutMs?: number;
  /**
   * Told of the header blocks of an answer, such as `ExtraInfo`, before the call results in anything, and also when
   * they say that it failed. A call that is sent twice may be answered twice.
   */
  readonly onResponseHeaders?: (headers: ResponseHeaders) => void;
  /** Ends the call early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
