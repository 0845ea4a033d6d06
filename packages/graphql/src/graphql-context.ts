import type { Backpressure } from "./incremental/backpressure.ts";
import type { CurrentRequest } from "./session/current-request.ts";
import type { RequestDeadline } from "./session/request-deadline.ts";
import type { Session } from "./session/session.ts";

/** The context that every resolver gets: the caller's session and the request's limits. There is one per request. */
export interface GraphQLContext {
  readonly session: Session;
  /** The pace at which an incremental response may be made. */
  readonly delivery: Backpressure;
  /** The deadline of the request. */
  readonly requestDeadline: RequestDeadline;
  /** The request as observers see it; `undefined` when requests are not observed. */
  readonly currentRequest?: CurrentRequest | undefined;
}
