import type { AgentName, ServicesVersion } from "@superoffice-soap/schema";

/** A request as an interceptor sees it: no credentials, and no values, which may be credentials too. */
export interface OutgoingRequest {
  readonly url: string;
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly operation: string;
  /** `read` leaves the server's data as they were. */
  readonly effect: "read" | "write";
  /** From 1; a retry has the next number. */
  readonly attempt: number;
  /** True when the answer is streamed. An interceptor's work around the request then ends when the list begins. */
  readonly streamed: boolean;
  /**
   * HTTP header fields to send beside the client's own, such as `traceparent`. Empty unless one is set. For one that
   * HTTP does not allow the call rejects with a TypeError, and nothing is sent.
   */
  readonly httpHeaders: Record<string, string>;
}

/**
 * Surrounds a request: runs before `next`, which sends it, and after. It gives on what `next` results in or rejects
 * with; without `next` nothing is sent.
 */
export type Interceptor = <T>(request: OutgoingRequest, next: () => Promise<T>) => Promise<T>;

/**
 * Sends a request through the interceptors, the first one outermost. An answer that they do not give on, since one of
 * them failed, or asked twice, is discarded.
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

// An interceptor may fail while it waits for something else; what then becomes of its request is no unhandled rejection.
function heard<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
