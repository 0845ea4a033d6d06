import type { Implementation } from "../../agent-implementation.ts";
import { changeOf } from "../../call/audit.ts";
import type { Session } from "../../call/session.ts";
import { erpActorTypes } from "../../erp-connector/actor-types.ts";
import { ConnectorError, orUndefined } from "../../erp-connector/connector-error.ts";
import type { Resources } from "../../resources.ts";
import type { Queries, Store } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { connect } from "../connectors/connect.ts";
import { fetchFields, storeFields } from "../mappings/stored-fields.ts";
import { requiredConnection, unknownConnection } from "../rows/connection-rows.ts";

/** Activates a connection or stops one. Returns the reason when it cannot be activated; then it stays as it is. */
export const toggleErpConnectionActive: Implementation<"ErpSync", "ToggleErpConnectionActive"> = async (
  input,
  session,
  resources,
) => {
  const { store } = resources;
  const row = await requiredConnection(store.db, input.ErpConnectionId);
  if (row.active !== 0) {
    await setActive(store, row.id, 0, session);
    return [];
  }
  const broken = await failureOf(row, resources);
  const reasons = [...(broken === null ? [] : [broken]), ...(await unfinishedFields(store.db, row.id))];
  if (reasons.length === 0) await setActive(store, row.id, 1, session);
  return reasons;
};

/** Sets the active flag. Throws SoNotFoundException when the connection was deleted meanwhile. */
async function setActive(store: Store, id: number, active: number, session: Session): Promise<void> {
  await store.write(async (transaction) => {
    const updated = transaction.updateTable("erpconnection").set({ active, ...changeOf(session) });
    const row = await updated.where("id", "=", id).where("deleted", "=", 0).returning("id").executeTakeFirst();
    if (row === undefined) throw unknownConnection(id);
  });
}

async function failureOf(row: Row<"erpconnection">, resources: Resources): Promise<string | null> {
  try {
    await (await connect(resources, row)).test();
    return null;
  } catch (error) {
    if (error instanceof ConnectorError) return error.userExplanation;
    throw error;
  }
}

/** Returns the mandatory fields that are mapped but in no direction: they would never get a value. */
async function unfinishedFields(queries: Queries, connectionId: number): Promise<string[]> {
  const fields = await queries
    .selectFrom("erpfield")
    .innerJoin("erpconnectionactortype", "erpconnectionactortype.id", "erpfield.actor_type_id")
    .select(["erpfield.erp_field_key", "erpconnectionactortype.actor_type_erp"])
    .where("connection_id", "=", connectionId)
    .where("is_active", "=", 1)
    .where("mandatory", "=", 1)
    .where("crm_field_key", "is not", null)
    .where("crm_field_key", "<>", "")
    .where("missing_in_erp", "=", 0)
    .where("sync_to_crm", "=", 0)
    .where("sync_to_erp", "=", 0)
    .orderBy("erpfield.id")
    .execute();
  return fields.map(
    ({ erp_field_key, actor_type_erp }) =>
      `${erpActorTypes.nameOf(actor_type_erp)}: the mandatory field ${erp_field_key} is mapped but has no direction.`,
  );
}

/**
 * Reads a connection's actor types and fields from its ERP again. Returns false, changing nothing, when the ERP fails.
 */
export const updateConnectionFields: Implementation<"ErpSync", "UpdateConnectionFields"> = async (
  input,
  session,
  resources,
) => {
  const row = await requiredConnection(resources.store.db, input.ErpConnectionId);
  const fields = await orUndefined(connect(resources, row).then(fetchFields));
  if (fields === undefined) return false;
  await resources.store.write((transaction) => storeFields(transaction, row.id, fields, session));
  return true;
};
