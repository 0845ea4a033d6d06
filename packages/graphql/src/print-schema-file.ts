import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { withIncrementalDirectives } from "./incremental/directives.ts";

/**
 * Returns a schema as the text of a `.graphql` file, with the directives of the server that serves it. It is sorted, so
 * that only a change of the schema changes the text.
 */
export function printSchemaFile(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(withIncrementalDirectives(schema)))}\n`;
}
