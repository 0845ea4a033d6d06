import type { CrmActorType, ErpSyncFieldMapping } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { presentIn, required } from "../../call/arguments.ts";
import { auditOf, changeOf } from "../../call/audit.ts";
import type { Session } from "../../call/session.ts";
import { invalidField, soException } from "../../call/so-exception.ts";
import { areMappable, crmField } from "../../crm/crm-field.ts";
import {
  counterpartOf,
  crmActorTypes,
  erpActorTypes,
  fieldAccesses,
  fieldTypes,
} from "../../erp-connector/actor-types.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { requiredConnection } from "../rows/connection-rows.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";
import { actorTypeMappingOf, mappedElsewhere } from "./actor-type-mappings.ts";

/**
 * Stores the mapping of an actor type. Fields that are not mentioned, and members of a field that are left out, stay as
 * they are; fields that the ERP never had are ignored. Throws SoValidationException for an invalid mapping.
 */
export const saveActorTypeMapping: Implementation<"ErpSync", "SaveActorTypeMapping"> = (input, session, resources) => {
  const mapping = required(input.Mapping, "Mapping");
  const connectionId = mapping.ErpConnectionId ?? 0;
  const actorType = mapping.ActorTypeErp ?? "Unknown";
  const crmType = mapping.ActorTypeCrm ?? "Unknown";
  const active = mapping.IsActive ?? false;
  if (actorType === "Unknown") throw invalidField("ActorTypeErp", "ActorTypeErp must not be Unknown.");
  if (crmType !== "Unknown" && crmType !== counterpartOf(actorType)) {
    throw invalidField("ActorTypeCrm", `A ${actorType} cannot be a ${crmType} in the CRM.`);
  }
  if (active && crmType === "Unknown") throw invalidField("ActorTypeCrm", "An active mapping needs a type in the CRM.");
  const changes = presentIn(mapping.FieldMappings).map(changeIn);
  return resources.store.write(async (transaction) => {
    await requiredConnection(transaction, connectionId);
    const known = await actorTypeRow(transaction, connectionId, actorType);
    const columns = { actor_type_crm: crmActorTypes.numberOf(crmType), is_active: active ? 1 : 0 };
    const number = erpActorTypes.numberOf(actorType);
    const type = await storeType(
      transaction,
      known,
      { connection_id: connectionId, actor_type_erp: number, ...columns },
      session,
    );
    await storeFieldMappings(transaction, type, crmType, changes, session);
    return actorTypeMappingOf(transaction, connectionId, actorType, resources);
  });
};

type TypeColumns = Pick<
  Row<"erpconnectionactortype">,
  "connection_id" | "actor_type_erp" | "actor_type_crm" | "is_active"
>;

async function storeType(
  transaction: Queries,
  known: Row<"erpconnectionactortype"> | undefined,
  columns: TypeColumns,
  session: Session,
): Promise<Row<"erpconnectionactortype">> {
  if (known === undefined) {
    const row = { ...columns, ...auditOf(session) };
    return transaction.insertInto("erpconnectionactortype").values(row).returningAll().executeTakeFirstOrThrow();
  }
  const updated = transaction.updateTable("erpconnectionactortype").set({ ...columns, ...changeOf(session) });
  return updated.where("id", "=", known.id).returningAll().executeTakeFirstOrThrow();
}

interface FieldChange {
  readonly id: number;
  readonly key: string;
  readonly columns: Partial<
    Pick<Row<"erpfield">, "crm_field_key" | "sync_to_crm" | "sync_to_erp" | "show_in_gui" | "show_in_search">
  >;
}

function changeIn(mapping: ErpSyncFieldMapping): FieldChange {
  return {
    id: mapping.ErpFieldId ?? 0,
    key: mapping.ErpFieldKey ?? "",
    columns: {
      ...(mapping.CrmFieldKey !== undefined && { crm_field_key: mapping.CrmFieldKey }),
      ...flag("sync_to_crm", mapping.SyncToCrm),
      ...flag("sync_to_erp", mapping.SyncToErp),
      ...flag("show_in_gui", mapping.ShowInGui),
      ...flag("show_in_search", mapping.ShowInSearch),
    },
  };
}

function flag(column: keyof FieldChange["columns"], value: boolean | undefined): FieldChange["columns"] {
  return value === undefined ? {} : { [column]: value ? 1 : 0 };
}

async function storeFieldMappings(
  transaction: Queries,
  type: Row<"erpconnectionactortype">,
  crmType: CrmActorType,
  changes: readonly FieldChange[],
  session: Session,
): Promise<void> {
  const rows = await fieldRows(transaction, type.id);
  const elsewhere = await mappedElsewhere(transaction, type);
  const changed = new Map<number, Row<"erpfield">>();
  for (const { id, key, columns } of changes) {
    const row = rows.find((one) => (id === 0 ? one.erp_field_key === key : one.id === id));
    if (row === undefined) continue;
    changed.set(row.id, checked({ ...row, ...columns }, row, crmType, elsewhere));
  }
  assertSingleSources(rows.map((row) => changed.get(row.id) ?? row));
  for (const {
    id,
    crm_field_key,
    sync_to_crm,
    sync_to_erp,
    show_in_gui,
    show_in_search,
    list_reference,
  } of changed.values()) {
    const columns = { crm_field_key, sync_to_crm, sync_to_erp, show_in_gui, show_in_search, list_reference };
    const updated = transaction.updateTable("erpfield").set({ ...columns, ...changeOf(session) });
    await updated.where("id", "=", id).execute();
  }
}

/** Returns the field's columns to store. */
function checked(
  row: Row<"erpfield">,
  before: Row<"erpfield">,
  crmType: CrmActorType,
  elsewhere: ReadonlySet<string>,
): Row<"erpfield"> {
  const { erp_field_key: field, sync_to_crm, sync_to_erp, show_in_gui } = row;
  const refuse = (reason: string) => invalidField(field, `${field}: ${reason}.`);
  if (!row.crm_field_key) {
    if (sync_to_crm !== 0 || sync_to_erp !== 0) throw refuse("a field without a CRM field has no direction");
    return { ...row, list_reference: "" };
  }
  const crm = crmField(crmType, row.crm_field_key);
  // A CRM field that no longer exists may stay where it is mapped already.
  if (crm === undefined && row.crm_field_key !== before.crm_field_key) {
    throw refuse(`${crmType} has no field ${JSON.stringify(row.crm_field_key)}`);
  }
  if (crm && !areMappable(fieldTypes.nameOf(row.field_type), crm.type)) {
    throw refuse(`a ${fieldTypes.nameOf(row.field_type)} cannot be mapped to the CRM's ${crm.type} ${crm.key}`);
  }
  if (show_in_gui !== 0) throw refuse("a mapped field cannot be shown as well");
  if (sync_to_erp !== 0 && fieldAccesses.nameOf(row.access) === "ReadOnly")
    throw refuse("the ERP's field is read-only");
  const key = crm?.key ?? row.crm_field_key;
  const isAsBefore =
    key === before.crm_field_key && before.sync_to_crm === sync_to_crm && before.sync_to_erp === sync_to_erp;
  // A mapping that is older than the other connection's may stay.
  if (sync_to_crm !== 0 && sync_to_erp === 0 && elsewhere.has(key) && !isAsBefore) {
    throw refuse(`another connection maps ${key} too, so it cannot go to the CRM only`);
  }
  return { ...row, crm_field_key: key, list_reference: crm?.list ? `table=${crm.list}` : "" };
}

/** Throws when one CRM field would get its value from two fields of one actor. */
function assertSingleSources(rows: readonly Row<"erpfield">[]): void {
  const sources = new Set<string>();
  for (const { crm_field_key, sync_to_crm, missing_in_erp } of rows) {
    if (!crm_field_key || sync_to_crm === 0 || missing_in_erp !== 0) continue;
    if (sources.has(crm_field_key)) {
      throw soException("SoValidationException", `${crm_field_key} cannot get its value from two ERP fields.`);
    }
    sources.add(crm_field_key);
  }
}
