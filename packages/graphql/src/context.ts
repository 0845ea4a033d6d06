import type { Delivery } from "./incremental/backpressure.ts";
import type { CurrentRequest } from "./session/current-request.ts";
import type { RequestEnd } from "./session/request-deadline.ts";
import type { CallerSession } from "./session/session.ts";

/** What every resolver gets: who asks, and through whom it is answered. One per request. */
export interface GraphQLContext {
  readonly netServer: CallerSession;
  /** How fast an answer in parts may be made. */
  readonly delivery: Delivery;
  /** When the request ends at the latest. */
  readonly requestEnd: RequestEnd;
  /** Where requests are observed. */
  readonly currentRequest?: CurrentRequest | undefined;
}
