import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import type { GraphQLSchema } from "graphql";
import { createYoga, type GraphQLParams, type Plugin } from "graphql-yoga";
import type { GraphQLAppSettings } from "./app-options.ts";
import { publicError } from "./errors/public-error.ts";
import type { GraphQLContext } from "./graphql-context.ts";
import { createDocumentCache, noErrorCache } from "./plugins/document-cache.ts";
import { useDocumentLimits } from "./plugins/use-document-limits.ts";
import { unexpectedOnly, useErrorReporting } from "./plugins/use-error-reporting.ts";
import { useIncrementalDelivery } from "./plugins/use-incremental-delivery.ts";
import { useInputErrors } from "./plugins/use-input-errors.ts";
import { useKnownOperations } from "./plugins/use-known-operations.ts";
import { useKnownOutcome } from "./plugins/use-known-outcome.ts";
import { useNoIntrospection } from "./plugins/use-no-introspection.ts";
import { useOperationTraces } from "./plugins/use-operation-traces.ts";
import { documentIdParameters, usePersistedDocuments } from "./plugins/use-persisted-documents.ts";
import { useRequestParameters } from "./plugins/use-request-parameters.ts";
import type { RequestContext, Yoga } from "./request-context.ts";

/** Makes Yoga with only what this endpoint needs: each default that is left out here costs time on every request. */
export function yoga(schema: GraphQLSchema, graphqlEndpoint: string, settings: GraphQLAppSettings): Yoga {
  const tell = unexpectedOnly(settings.onUnexpectedError);
  const maskError = (error: unknown, context?: GraphQLContext): Error => {
    tell(error, context);
    return publicError(error);
  };
  const { documents, plugin: keepOnlyValid } = createDocumentCache();
  return createYoga<RequestContext>({
    schema,
    graphqlEndpoint,
    plugins: [
      keepOnlyValid,
      useKnownOutcome(),
      useErrorReporting(tell),
      useOperationTraces(),
      ...pluginsOf(settings),
      useDeferStream(),
      useIncrementalDelivery(maskError),
    ],
    maskedErrors: { maskError: (error) => maskError(error) },
    parserAndValidationCache: { documentCache: documents, errorCache: noErrorCache },
    // Hono limits and reads bodies; Yoga would wrap each in a stream and a second Request.
    maxRequestBodySize: false,
    extraParamNames: [...documentIdParameters],
    batching: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    multipart: false,
  });
}

function pluginsOf({ limits, introspection, persistedDocuments }: GraphQLAppSettings): Plugin[] {
  const optional = introspection ? [] : [useNoIntrospection()];
  return [
    useReadBody(),
    usePersistedDocuments(persistedDocuments),
    useRequestParameters(),
    useKnownOperations(),
    useInputErrors({ suggestions: introspection }),
    useDocumentLimits(limits),
    ...optional,
  ];
}

function useReadBody(): Plugin {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      // `answer` in graphql-app.ts sets it; Yoga checks the shape of the parser's result.
      const { json } = serverContext as Partial<RequestContext>;
      if (json !== undefined) setRequestParser(() => json as GraphQLParams);
    },
  };
}
