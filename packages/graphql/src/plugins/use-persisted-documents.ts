import { usePersistedOperations } from "@graphql-yoga/plugin-persisted-operations";
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";

/**
 * The parameters of a request that may name its document: the one of GraphQL over HTTP's appendix, and two of Relay's.
 * A request may have them in addition to GraphQL's own.
 */
export const documentIdParameters = ["documentId", "doc_id", "id"] as const;

/**
 * Restricts requests to these documents, named by the SHA-256 of their text; with null every document may run, and none
 * is found by its hash.
 */
export function usePersistedDocuments(documents: Readonly<Record<string, string>> | null): Plugin {
  if (documents === null) return { onParams: ({ params, request }) => refuseHash(params, request) };
  const known = new Map(Object.entries(documents).map(([name, document]) => [digitsOf(name), document]));
  return usePersistedOperations({
    extractPersistedOperationId: documentIdOf,
    getPersistedOperation: (name) => known.get(digitsOf(name)) ?? null,
  });
}

/** The parameters of a request that may name its document by a hash. */
interface MaybeHashed extends Readonly<Partial<Record<(typeof documentIdParameters)[number], unknown>>> {
  readonly query?: string | undefined;
  readonly extensions?: { readonly persistedQuery?: unknown } | undefined;
}

/** Returns the name of a request's document, in whichever form the request has it; null when it has none. */
function documentIdOf(params: MaybeHashed, request: Request): string | null {
  const search = request.method === "GET" ? new URL(request.url).searchParams : undefined;
  const ids = documentIdParameters.map((name) => search?.get(name) ?? params[name]);
  return [...ids, hashIn(params)].find((id) => typeof id === "string") ?? null;
}

/** Returns the hash of a document as Apollo's clients send it. */
function hashIn({ extensions }: MaybeHashed): unknown {
  const query = extensions?.persistedQuery;
  if (typeof query !== "object" || query === null || !("sha256Hash" in query) || !("version" in query))
    return undefined;
  return query.version === 1 ? query.sha256Hash : undefined;
}

// Clients that send hashes first, such as those of Apollo and urql, send the whole queries after this error.
function refuseHash(params: MaybeHashed, request: Request): void {
  if (params.query || (params.extensions?.persistedQuery == null && documentIdOf(params, request) === null)) return;
  const code = "PERSISTED_QUERY_NOT_SUPPORTED";
  throw new GraphQLError("PersistedQueryNotSupported", { extensions: { code } });
}

/** Returns a hash without the name of its algorithm, which GraphQL Code Generator writes before it. */
function digitsOf(hash: string): string {
  return hash.replace(/^sha256:/, "");
}
