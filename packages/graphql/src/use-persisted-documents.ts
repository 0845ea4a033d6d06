import { usePersistedOperations } from "@graphql-yoga/plugin-persisted-operations";
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Runs these documents only, by the SHA-256 of their text; with null all documents, and none by its hash. */
export function usePersistedDocuments(documents: Readonly<Record<string, string>> | null): Plugin {
  if (documents === null) return { onParams: ({ params }) => refuseHash(params) };
  const known = new Map(Object.entries(documents).map(([name, document]) => [digitsOf(name), document]));
  return usePersistedOperations({ getPersistedOperation: (name) => known.get(digitsOf(name)) ?? null });
}

/** What a request has that names its document by a hash. */
interface MaybeHashed {
  readonly query?: string | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

// Clients that send hashes first, as those of Apollo and urql can, go by this: from then on they send the queries.
function refuseHash({ query, extensions }: MaybeHashed): void {
  if (query || extensions?.persistedQuery == null) return;
  const code = "PERSISTED_QUERY_NOT_SUPPORTED";
  throw new GraphQLError("PersistedQueryNotSupported", { extensions: { code } });
}

/** A hash without the name of its algorithm, with which GraphQL Code Generator writes it. */
function digitsOf(hash: string): string {
  return hash.replace(/^sha256:/, "");
}
