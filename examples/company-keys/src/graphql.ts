import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema-types.d.ts";

/** Makes a typed document of GraphQL text: fields and variables that the schema lacks do not compile. */
export const graphql = initGraphQLTada<{ introspection: introspection; scalars: { DateTime: string } }>();
