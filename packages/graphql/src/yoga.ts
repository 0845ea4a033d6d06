import type { GraphQLSchema } from "graphql";
import { createYoga, type GraphQLParams, type Plugin, type YogaServerInstance } from "graphql-yoga";
import type { GraphQLContext } from "./context.ts";
import { isUnexpected, publicError, rootOf } from "./errors.ts";
import { useVariableErrors } from "./use-variable-errors.ts";

/** What Yoga is given with each request: the resolvers' context, and the body where there was one. */
export interface RequestContext extends GraphQLContext {
  /** The JSON of a POST, read and limited before Yoga sees the request. */
  readonly json?: unknown;
}

/** What Yoga is made for. */
export interface YogaOptions {
  readonly schema: GraphQLSchema;
  /** Where it is served. */
  readonly path: string;
  readonly plugins: readonly Plugin[];
  /** Told of each error that is a fault of this program; what the client gets says nothing of it. */
  readonly onUnexpectedError: (error: unknown) => void;
}

/** Yoga with what this endpoint needs and no more: each default left out here costs time on every request. */
export function yoga({
  schema,
  path,
  plugins,
  onUnexpectedError,
}: YogaOptions): YogaServerInstance<RequestContext, object> {
  return createYoga<RequestContext>({
    schema,
    graphqlEndpoint: path,
    plugins: [useReadBody(), useVariableErrors(), ...plugins],
    maskedErrors: {
      maskError: (error) => {
        if (isUnexpected(error)) onUnexpectedError(rootOf(error));
        return publicError(error);
      },
    },
    // Bodies are limited and read in Hono; Yoga would wrap each in a stream and a second Request.
    maxRequestBodySize: false,
    batching: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    multipart: false,
  });
}

function useReadBody(): Plugin<object, RequestContext> {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      // Yoga checks the shape of what the parser gives.
      if ("json" in serverContext) setRequestParser(() => serverContext.json as GraphQLParams);
    },
  };
}
