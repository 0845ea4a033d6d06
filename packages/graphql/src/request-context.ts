import type { YogaServerInstance } from "graphql-yoga";
import type { GraphQLContext } from "./graphql-context.ts";

/** What Yoga is given with each request: the resolvers' context, and the body where there was one. */
export interface RequestContext extends GraphQLContext {
  /** The JSON of a POST, read and limited before Yoga sees the request. */
  readonly json?: unknown;
  /** What came of the request, where that is known: Yoga then only makes the answer. */
  readonly outcome?: Outcome;
}

/** The server of GraphQL over HTTP. */
export type Yoga = YogaServerInstance<RequestContext, object>;

/** What came of a request. */
export type Outcome =
  | { readonly result: Awaited<ReturnType<Yoga["getResultForParams"]>> }
  | { readonly failure: unknown };
