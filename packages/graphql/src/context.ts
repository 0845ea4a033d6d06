import type { CallerSession } from "./caller-session.ts";

/** What every resolver gets: who asks, and through whom it is answered. One per request. */
export interface GraphQLContext {
  readonly netServer: CallerSession;
}
