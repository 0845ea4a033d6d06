import type { CallerSession } from "./caller-session.ts";
import type { Delivery } from "./incremental/delivery.ts";
import type { CurrentRequest } from "./operation/current-request.ts";

/** What every resolver gets: who asks, and through whom it is answered. One per request. */
export interface GraphQLContext {
  readonly netServer: CallerSession;
  /** How fast an answer in parts may be made. */
  readonly delivery: Delivery;
  /** Where requests are observed. */
  readonly currentRequest?: CurrentRequest | undefined;
}
