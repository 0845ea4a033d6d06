import type { Context } from "hono";

/**
 * What is known of the request that is being answered. It is handed on from hand to hand: an `AsyncLocalStorage` would
 * cost a sixth of a look-up on Node 20.
 */
export interface CurrentRequest {
  readonly requestId: string;
  /** The name that the document gives its operation, once it is known. */
  operationName?: string;
}

declare module "hono" {
  interface ContextVariableMap {
    /** Where requests are observed. */
    currentRequest?: CurrentRequest;
  }
}

/** The id of a request that is observed; `undefined` of any other. */
export function requestIdOf(context: Context): string | undefined {
  return context.get("currentRequest")?.requestId;
}
