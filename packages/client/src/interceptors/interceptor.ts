import type { AgentName, ServicesVersion } from "@superoffice-soap/schema";

/** A request as an interceptor sees it: without credentials, and without values, which may be credentials too. */
export interface OutgoingRequest {
  readonly url: string;
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
  /** `read` leaves the server's data as they were. */
  readonly effect: "read" | "write";
  /** From 1; a retry has the next number. */
  readonly attempt: number;
  /** True when the answer is streamed. `next` then resolves when the list begins. */
  readonly streamed: boolean;
  /**
   * HTTP header fields to send beside the client's own, such as `traceparent`. Empty unless one is set. For one that
   * HTTP does not allow the call rejects with a TypeError, and nothing is sent.
   */
  readonly httpHeaders: Record<string, string>;
}

/**
 * Surrounds a request: it runs before and after `next`, which sends the request, and returns the result of `next` or rejects
 * with its error. Without a call of `next` nothing is sent.
 */
export type Interceptor = <T>(request: OutgoingRequest, next: () => Promise<T>) => Promise<T>;

/**
 * Sends a request through the interceptors, the first one outermost. Discards an answer that they do not
 * return, because one of them failed or called `next` twice.
 */
export async function intercepted<T>(
  interceptors: readonly Interceptor[],
  request: OutgoingRequest,
  send: () => Promise<T>,
  discard: (answer: T) => void,
): Promise<T> {
  const answers = new Set<T>();
  let isOver = false;
  const sendNext = async () => {
    const answer = await send();
    if (isOver) discard(answer);
    else answers.add(answer);
    return answer;
  };
  const first = interceptors.reduceRight<() => Promise<T>>(
    (next, intercept) => () => intercept(request, () => heard(next())),
    sendNext,
  );
  try {
    const given = await first();
    if (!answers.delete(given)) throw new TypeError("an interceptor did not give on what its `next` resulted in");
    return given;
  } finally {
    isOver = true;
    for (const answer of answers) discard(answer);
  }
}

// An interceptor may fail while its request is in flight; the request's failure must not be an unhandled rejection.
function heard<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
