import type { Backpressure } from "./incremental/backpressure.ts";
import type { CurrentRequest } from "./session/current-request.ts";
import type { RequestDeadline } from "./session/request-deadline.ts";
import type { Session } from "./session/session.ts";

/** What every resolver gets: who asks, and through whom it is answered. One per request. */
export interface GraphQLContext {
  readonly session: Session;
  /** How fast an answer in parts may be made. */
  readonly delivery: Backpressure;
  /** When the request ends at the latest. */
  readonly requestDeadline: RequestDeadline;
  /** Where requests are observed. */
  readonly currentRequest?: CurrentRequest | undefined;
}
