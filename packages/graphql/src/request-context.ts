import type { YogaServerInstance } from "graphql-yoga";
import type { GraphQLContext } from "./graphql-context.ts";

/** The context that Yoga gets with each request: the resolvers' context, and the body where there was one. */
export interface RequestContext extends GraphQLContext {
  /** The JSON of a POST, read and limited before Yoga sees the request. */
  readonly json?: unknown;
  /** The outcome of the request, where it is known already: Yoga then only makes the response. */
  readonly outcome?: Outcome;
}

/** The server of GraphQL over HTTP. */
export type Yoga = YogaServerInstance<RequestContext, object>;

/** The outcome of a request. */
export type Outcome =
  | { readonly result: Awaited<ReturnType<Yoga["getResultForParams"]>> }
  | { readonly failure: unknown };
