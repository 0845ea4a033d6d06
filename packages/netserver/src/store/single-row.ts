import { sql } from "kysely";

/**
 * The limit of a query for a single row. It is a literal in the query's text, where the store detects it, not a bound
 * parameter.
 */
export const singleRow = sql.lit(1);

/** Tells whether a query's text ends in that limit. */
export function isForSingleRow(text: string): boolean {
  return text.endsWith(" limit 1");
}
