import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";

/** A schema as the text of a `.graphql` file, sorted, so that a change of the schema shows in the text and only there. */
export function printSchemaFile(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
