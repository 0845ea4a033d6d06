import type { Queries, Store } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { earlierOf } from "./last-modified.ts";

type Connection = Pick<Row<"erpconnection">, "id" | "most_recent_timestamp">;

/**
 * Returns the `LastModified` from which to read changed actors of a type. Each type has a mark of its own, since the
 * ERP is asked for one type after another, and not for all of them in every run. The connection's mark is the upper
 * limit; a caller may set it back.
 */
export async function highWaterMarkOf(store: Store, connection: Connection, actorTypeId: number): Promise<string> {
  const marks = store.db.selectFrom("erpsyncmark").select("most_recent_timestamp");
  const row = await marks.where("actor_type_id", "=", actorTypeId).executeTakeFirst();
  const own = row?.most_recent_timestamp ?? "";
  const mark = earlierOf(own, connection.most_recent_timestamp);
  // The connection's mark may move on with other types while this one fails.
  if (mark !== own) await storeHighWaterMark(store, actorTypeId, mark);
  return mark;
}

/** Stores the mark of a type: all changes up to it are synced, and those at it are read again. */
export async function storeHighWaterMark(
  store: Store,
  actorTypeId: number,
  most_recent_timestamp: string,
): Promise<void> {
  await store.write((transaction) =>
    transaction
      .insertInto("erpsyncmark")
      .values({ actor_type_id: actorTypeId, most_recent_timestamp })
      .onConflict((conflict) => conflict.column("actor_type_id").doUpdateSet({ most_recent_timestamp }))
      .execute(),
  );
}

/** Moves a connection's mark to the latest one of its types, unless a caller has set it meanwhile. */
export async function advanceHighWaterMark(
  transaction: Queries,
  { id, most_recent_timestamp }: Connection,
  latest: string,
): Promise<void> {
  const moved = transaction.updateTable("erpconnection").set({ most_recent_timestamp: latest });
  await moved.where("id", "=", id).where("most_recent_timestamp", "=", most_recent_timestamp).execute();
}
