import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { withIncrementalDirectives } from "./incremental/directives.ts";

/**
 * A schema as the text of a `.graphql` file, with the directives of the server that serves it. It is sorted, so that a
 * change of the schema shows in the text and only there.
 */
export function printSchemaFile(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(withIncrementalDirectives(schema)))}\n`;
}
