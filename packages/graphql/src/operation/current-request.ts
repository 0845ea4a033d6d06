import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of the request that is being answered. */
export interface CurrentRequest {
  readonly requestId: string;
  /** The name that the document gives its operation, once it is known. */
  operationName?: string;
}

const current = new AsyncLocalStorage<CurrentRequest>();

/** The request on whose behalf the caller of this function runs; `undefined` outside of any. */
export function currentRequest(): CurrentRequest | undefined {
  return current.getStore();
}

/** Runs an answer on behalf of a request. */
export function onBehalfOf<T>(request: CurrentRequest, answer: () => T): T {
  return current.run(request, answer);
}
