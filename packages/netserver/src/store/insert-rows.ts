import type { Insertable } from "kysely";
import type { Queries } from "./store.ts";
import type { Tables } from "./tables.ts";

/** The number of rows in one statement: the engines limit its parameters. */
const insertedAtOnce = 1000;

/** Inserts any number of rows into a table. */
export async function insertRows<T extends keyof Tables>(
  transaction: Queries,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += insertedAtOnce) {
    await transaction
      .insertInto(table)
      .values(rows.slice(start, start + insertedAtOnce))
      .execute();
  }
}
