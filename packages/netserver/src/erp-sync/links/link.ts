import type { CrmActorType, ErpActorType } from "@superoffice-soap/schema";
import { auditOf } from "../../call/audit.ts";
import type { Session } from "../../call/session.ts";
import { crmRecordType } from "../../crm/crm-field.ts";
import { erpActorTypes } from "../../erp-connector/actor-types.ts";
import type { Queries } from "../../store/store.ts";
import { tableNumbers } from "../../store/table-numbers.ts";

/** A CRM record and the ERP actor that it is linked to. */
export interface Link {
  readonly externalKeyId: number;
  readonly internalKeyId: number;
  readonly erpKey: string;
  readonly actorType: ErpActorType;
}

/** The ends of a link that is to be created. */
export interface LinkEnds {
  readonly connectionId: number;
  readonly crmType: CrmActorType;
  readonly recordId: number;
  readonly actorType: ErpActorType;
  readonly erpKey: string;
}

type CrmEnd = Pick<LinkEnds, "connectionId" | "crmType" | "recordId">;

/** Finds the link of a CRM record on a connection; `undefined` when there is none. */
export async function linkOf(queries: Queries, end: CrmEnd): Promise<Link | undefined> {
  const row = await queries
    .selectFrom("erpexternalkey")
    .innerJoin("erpinternalkey", "erpinternalkey.id", "erpexternalkey.internal_key_id")
    .select(["erpexternalkey.id", "internal_key_id", "erp_key", "actor_type"])
    .where("connection_id", "=", end.connectionId)
    .where("table_no", "=", tableNumberOf(end.crmType))
    .where("record_id", "=", end.recordId)
    .executeTakeFirst();
  return (
    row && {
      externalKeyId: row.id,
      internalKeyId: row.internal_key_id,
      erpKey: row.erp_key,
      actorType: erpActorTypes.nameOf(row.actor_type),
    }
  );
}

/** Tells whether an ERP actor is linked on a connection. */
export async function isLinked(
  queries: Queries,
  { connectionId, actorType, erpKey }: Pick<LinkEnds, "connectionId" | "actorType" | "erpKey">,
): Promise<boolean> {
  const row = await queries
    .selectFrom("erpexternalkey")
    .select("id")
    .where("connection_id", "=", connectionId)
    .where("actor_type", "=", erpActorTypes.numberOf(actorType))
    .where("erp_key", "=", erpKey)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Links the two ends and returns the external key's id. Stores nothing and returns `undefined` when either end is
 * linked on that connection already.
 */
export async function insertLink(transaction: Queries, ends: LinkEnds, session: Session): Promise<number | undefined> {
  const audit = auditOf(session);
  const record = { table_no: tableNumberOf(ends.crmType), record_id: ends.recordId };
  // The update changes nothing but locks the row, so that no other transaction removes it as an orphan.
  const internal = await transaction
    .insertInto("erpinternalkey")
    .values({ ...record, ...audit, most_recent_timestamp: "" })
    .onConflict((conflict) => conflict.columns(["record_id", "table_no"]).doUpdateSet({ record_id: ends.recordId }))
    .returning("id")
    .executeTakeFirstOrThrow();
  const external = {
    internal_key_id: internal.id,
    connection_id: ends.connectionId,
    erp_key: ends.erpKey,
    actor_type: erpActorTypes.numberOf(ends.actorType),
    most_recent_timestamp: "",
  };
  const inserted = await transaction
    .insertInto("erpexternalkey")
    .values({ ...external, ...audit })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) await deleteOrphan(transaction, internal.id);
  await countLinks(transaction, ends);
  return inserted?.id;
}

/** Unlinks a CRM record. Returns whether it was linked. */
export async function removeLink(transaction: Queries, end: CrmEnd): Promise<boolean> {
  const link = await linkOf(transaction, end);
  if (link === undefined) return false;
  const deletion = transaction.deleteFrom("erpexternalkey").where("id", "=", link.externalKeyId);
  const deleted = await deletion.returning("id").executeTakeFirst();
  await deleteOrphan(transaction, link.internalKeyId);
  await countLinks(transaction, end);
  return deleted !== undefined;
}

async function deleteOrphan(transaction: Queries, internalKeyId: number): Promise<void> {
  await transaction
    .deleteFrom("erpinternalkey")
    .where("id", "=", internalKeyId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("erpexternalkey").select("id").where("internal_key_id", "=", internalKeyId))),
    )
    .execute();
}

/** Updates the record's count of its links. */
async function countLinks(transaction: Queries, { crmType, recordId }: Omit<CrmEnd, "connectionId">): Promise<void> {
  const recordType = crmRecordType(crmType);
  if (recordType === undefined) return;
  await transaction
    // Every table of CRM records has the column; `contact` stands for them all.
    .updateTable(recordType.table as "contact")
    .set(({ selectFrom }) => ({
      active_erp_links: selectFrom("erpexternalkey")
        .innerJoin("erpinternalkey", "erpinternalkey.id", "erpexternalkey.internal_key_id")
        .select(({ fn }) => fn.countAll<number>().as("links"))
        .where("table_no", "=", tableNumbers[recordType.table])
        .where("record_id", "=", recordId)
        .$asScalar()
        .$notNull(),
    }))
    .where("id", "=", recordId)
    .execute();
}

function tableNumberOf(crmType: CrmActorType): number {
  const recordType = crmRecordType(crmType);
  return recordType === undefined ? 0 : tableNumbers[recordType.table];
}
