import type { CallContext, NetServerPort, ResponseHeaders, ServicesVersion } from "@superoffice-soap/schema";

/** A NetServer as the endpoint calls it. What it does not say of itself is the default. */
export interface ServedPort extends NetServerPort {
  /** The versions of the contract that it serves. @default all */
  readonly services?: readonly ServicesVersion[];
}

/** Header blocks that an answer has beside how the call went; one that is left out is as the endpoint has it. */
export type OwnHeaders = { readonly [Block in "ExtraInfo" | "TimeZone"]?: ResponseHeaders[Block] };

/** The context that the endpoint calls a NetServer in. */
export interface ServedContext extends CallContext {
  /**
   * Takes header blocks for the answer, where the NetServer has some of its own: before the call results in anything, or
   * a list in its first item. The last ones given are sent.
   */
  readonly onResponseHeaders?: (headers: OwnHeaders) => void;
}
