import type { Context } from "hono";

/**
 * What is known of the request that is being answered. It is handed on from hand to hand: an `AsyncLocalStorage` would
 * cost a sixth of a look-up on Node 20.
 */
export interface CurrentRequest {
  readonly requestId: string;
  /** The address of who sent it, when that is known. */
  readonly peer?: string | undefined;
  /** The name that the document gives its operation, once it is known. */
  operationName?: string;
}

declare module "hono" {
  interface ContextVariableMap {
    /** Where requests are observed. */
    currentRequest?: CurrentRequest;
  }
}

/** The address of who sent a request that is observed; `undefined` when it is not known, or of any other. */
export function peerOf(context: Context): string | undefined {
  return context.get("currentRequest")?.peer;
}

/** The id of a request that is observed; `undefined` of any other. */
export function requestIdOf(context: Context): string | undefined {
  return context.get("currentRequest")?.requestId;
}
