import type { Context } from "hono";

/**
 * A request that is in flight, as observers see it. It is passed on as an argument: an `AsyncLocalStorage` would cost a
 * sixth of a look-up on Node 20.
 */
export interface CurrentRequest {
  readonly requestId: string;
  /** The address of the client; `undefined` when it is not known. */
  readonly peer?: string | undefined;
  /** The name that the document gives its operation; absent until it is known. */
  operationName?: string;
}

declare module "hono" {
  interface ContextVariableMap {
    /** The request as observers see it; absent when requests are not observed. */
    currentRequest?: CurrentRequest;
  }
}

/**
 * Returns the address of the client of an observed request; `undefined` when it is not known, or when the request is
 * not observed.
 */
export function peerOf(context: Context): string | undefined {
  return context.get("currentRequest")?.peer;
}

/** Returns the id of an observed request; `undefined` when the request is not observed. */
export function requestIdOf(context: Context): string | undefined {
  return context.get("currentRequest")?.requestId;
}
