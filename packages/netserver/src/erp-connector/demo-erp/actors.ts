import type { ErpActor, ErpActorType, FieldValues } from "@superoffice-soap/schema";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { actorTypeFrom } from "../actor-types.ts";

/** The actors of one type in one company of the demo ERP. */
export interface DemoErpBook {
  readonly company: string;
  readonly actorType: ErpActorType;
}

/** Reads actors of a type, the requested ones or all, oldest key first. */
export async function readActors(
  queries: Queries,
  { company, actorType }: DemoErpBook,
  { keys, since = 0 }: { readonly keys?: readonly string[]; readonly since?: number } = {},
): Promise<ErpActor[]> {
  if (keys?.length === 0) return [];
  const actors = queries
    .selectFrom("miniature_actor")
    .selectAll()
    .where("company", "=", company)
    .where("actor_type", "=", actorType)
    .where("stamp", ">=", since);
  const asked = keys === undefined ? actors : actors.where("erp_key", "in", [...keys]);
  return (await asked.orderBy("id").execute()).map(actorOf);
}

/** A change of an actor. Fields that are left out stay as they are. */
export interface ActorChange {
  readonly erpKey: string;
  readonly fieldValues: FieldValues;
  readonly parentActorType?: ErpActorType | null | undefined;
  readonly parentErpKey?: string | null | undefined;
}

/** Creates or changes an actor, and stamps it as the latest change. */
export async function writeActor(
  transaction: Queries,
  { company, actorType }: DemoErpBook,
  change: ActorChange,
): Promise<ErpActor> {
  const stamp = await nextStamp(transaction);
  const book = { company, actorType };
  const [known] = await readActors(transaction, book, { keys: [change.erpKey] });
  const columns = {
    company,
    actor_type: actorType,
    erp_key: change.erpKey,
    parent_actor_type: change.parentActorType ?? known?.ParentActorType ?? "Unknown",
    parent_erp_key: change.parentErpKey ?? known?.ParentErpKey ?? "",
    field_values: JSON.stringify({ ...known?.FieldValues, ...change.fieldValues }),
    stamp,
  };
  const { field_values, parent_actor_type, parent_erp_key } = columns;
  const row = await transaction
    .insertInto("miniature_actor")
    .values(columns)
    .onConflict((conflict) =>
      conflict
        .columns(["company", "actor_type", "erp_key"])
        .doUpdateSet({ field_values, parent_actor_type, parent_erp_key, stamp }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return actorOf(row);
}

/** Removes an actor. Returns whether there was one. */
export async function removeActor(
  transaction: Queries,
  { company, actorType }: DemoErpBook,
  erpKey: string,
): Promise<boolean> {
  const removed = await transaction
    .deleteFrom("miniature_actor")
    .where("company", "=", company)
    .where("actor_type", "=", actorType)
    .where("erp_key", "=", erpKey)
    .returning("id")
    .execute();
  return removed.length > 0;
}

/** Returns a key that no actor of the book has: the numbers from 10001 on. */
export async function freeKey(transaction: Queries, { company, actorType }: DemoErpBook): Promise<string> {
  const rows = await transaction
    .selectFrom("miniature_actor")
    .select("erp_key")
    .where("company", "=", company)
    .where("actor_type", "=", actorType)
    .execute();
  const last = rows.reduce((highest, { erp_key }) => {
    const number = Number(erp_key);
    return Number.isSafeInteger(number) && number > highest ? number : highest;
  }, 10_000);
  return String(last + 1);
}

// Every writer changes this one row, so stamps are in the order in which changes become visible.
async function nextStamp(transaction: Queries): Promise<number> {
  await transaction
    .insertInto("miniature_stamp")
    .values({ id: 1, stamp: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { stamp } = await transaction
    .updateTable("miniature_stamp")
    .set(({ eb }) => ({ stamp: eb("stamp", "+", 1) }))
    .where("id", "=", 1)
    .returning("stamp")
    .executeTakeFirstOrThrow();
  return stamp;
}

function actorOf(row: Row<"miniature_actor">): ErpActor {
  return {
    ActorType: actorTypeFrom(row.actor_type),
    ErpKey: row.erp_key,
    LastModified: String(row.stamp),
    ParentActorType: actorTypeFrom(row.parent_actor_type),
    ParentErpKey: row.parent_erp_key,
    // Only this file writes the column.
    FieldValues: JSON.parse(row.field_values) as FieldValues,
  };
}
