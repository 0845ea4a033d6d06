import { sql } from "kysely";

/** The limit of a query for one row. It stands in the query's text, where the store sees it, and is bound nowhere. */
export const singleRow = sql.lit(1);

/** Whether a query's text ends in that limit. */
export function isForSingleRow(text: string): boolean {
  return text.endsWith(" limit 1");
}
