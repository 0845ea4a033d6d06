import type { ErpActorType } from "@superoffice-soap/schema";
import { erpActorTypes } from "../../erp-connector/actor-types.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";

/** Finds an actor type of a connection; `undefined` when its ERP never had it. */
export function actorTypeRow(
  queries: Queries,
  connectionId: number,
  actorType: ErpActorType,
): Promise<Row<"erpconnectionactortype"> | undefined> {
  return queries
    .selectFrom("erpconnectionactortype")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .where("actor_type_erp", "=", erpActorTypes.numberOf(actorType))
    .executeTakeFirst();
}

/** Reads the fields of an actor type, in display order. */
export function fieldRows(queries: Queries, actorTypeId: number): Promise<Row<"erpfield">[]> {
  return queries
    .selectFrom("erpfield")
    .selectAll()
    .where("actor_type_id", "=", actorTypeId)
    .orderBy("rank")
    .orderBy("id")
    .execute();
}

/** Finds a field by id; `undefined` when there is none. */
export function fieldRowById(queries: Queries, id: number): Promise<Row<"erpfield"> | undefined> {
  return queries.selectFrom("erpfield").selectAll().where("id", "=", id).executeTakeFirst();
}
