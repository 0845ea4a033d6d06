import type { ServicesVersion, SoTimeZone } from "@superoffice-soap/schema";

/** What one call does otherwise than its client. */
export interface CallOptions {
  readonly services?: ServicesVersion;
  /** A ticket of the caller's own. It is not renewed. */
  readonly ticket?: string;
  readonly applicationToken?: string;
  readonly timeZone?: SoTimeZone;
  /** As the client's, and checked alike. */
  readonly timeoutMs?: number;
  /** Ends the call early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
