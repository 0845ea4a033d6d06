import { usePersistedOperations } from "@graphql-yoga/plugin-persisted-operations";
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";

/**
 * The parameters of a request that may name its document: that of GraphQL over HTTP's appendix, and two of Relay's. A
 * request may have them beside GraphQL's own.
 */
export const documentIdParameters = ["documentId", "doc_id", "id"] as const;

/** Runs these documents only, by the SHA-256 of their text; with null all documents, and none by its hash. */
export function usePersistedDocuments(documents: Readonly<Record<string, string>> | null): Plugin {
  if (documents === null) return { onParams: ({ params, request }) => refuseHash(params, request) };
  const known = new Map(Object.entries(documents).map(([name, document]) => [digitsOf(name), document]));
  return usePersistedOperations({
    extractPersistedOperationId: documentIdOf,
    getPersistedOperation: (name) => known.get(digitsOf(name)) ?? null,
  });
}

/** What a request has that names its document by a hash. */
interface MaybeHashed extends Readonly<Partial<Record<(typeof documentIdParameters)[number], unknown>>> {
  readonly query?: string | undefined;
  readonly extensions?: { readonly persistedQuery?: unknown } | undefined;
}

/** The name of a request's document, in whichever form the request has it; null when it has none. */
function documentIdOf(params: MaybeHashed, request: Request): string | null {
  const search = request.method === "GET" ? new URL(request.url).searchParams : undefined;
  const ids = documentIdParameters.map((name) => search?.get(name) ?? params[name]);
  return [...ids, hashIn(params)].find((id) => typeof id === "string") ?? null;
}

/** The hash of a document as Apollo's clients send it. */
function hashIn({ extensions }: MaybeHashed): unknown {
  const query = extensions?.persistedQuery;
  if (typeof query !== "object" || query === null || !("sha256Hash" in query) || !("version" in query))
    return undefined;
  return query.version === 1 ? query.sha256Hash : undefined;
}

// Clients that send hashes first, as those of Apollo and urql can, go by this: from then on they send the queries.
function refuseHash(params: MaybeHashed, request: Request): void {
  if (params.query || (params.extensions?.persistedQuery == null && documentIdOf(params, request) === null)) return;
  const code = "PERSISTED_QUERY_NOT_SUPPORTED";
  throw new GraphQLError("PersistedQueryNotSupported", { extensions: { code } });
}

/** A hash without the name of its algorithm, with which GraphQL Code Generator writes it. */
function digitsOf(hash: string): string {
  return hash.replace(/^sha256:/, "");
}
