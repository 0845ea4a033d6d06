import { type ErpActorType, ErpSyncActorTypeMapping, ErpSyncFieldMapping } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { foundOrNull } from "../../call/found-or-null.ts";
import { crmField } from "../../crm/crm-field.ts";
import { crmActorTypes, fieldAccesses, fieldTypes } from "../../erp-connector/actor-types.ts";
import type { Resources } from "../../resources.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";

/** Finds the mapping of an actor type; nil for a type that the connection's ERP never had. */
export const getActorTypeMapping: Implementation<"ErpSync", "GetActorTypeMapping"> = async (
  input,
  _session,
  resources,
) => {
  const connectionId = input.ErpConnectionId;
  const actorType = input.ActorType;
  const mapping = await actorTypeMappingOf(resources.store.db, connectionId, actorType, resources);
  return foundOrNull(mapping, "actor type mapping", resources.settings.answers);
};

/** Returns the CRM counterpart of an ERP actor type; `Unknown` when there is none. */
export const getCrmActorType: Implementation<"ErpSync", "GetCrmActorType"> = async (input, _session, { store }) => {
  const actorType = input.ErpActorType;
  const row = await actorTypeRow(store.db, input.ErpConnectionId, actorType);
  return row === undefined ? "Unknown" : crmActorTypes.nameOf(row.actor_type_crm);
};

/** Builds an answer's mapping of an actor type; null when the connection's ERP never had the type. */
export async function actorTypeMappingOf(
  queries: Queries,
  connectionId: number,
  actorType: ErpActorType,
  { settings }: Resources,
): Promise<ErpSyncActorTypeMapping | null> {
  const row = await actorTypeRow(queries, connectionId, actorType);
  if (row === undefined) return null;
  const fields = await fieldRows(queries, row.id);
  const elsewhere = await mappedElsewhere(queries, row);
  const carrier = carrierOf(ErpSyncFieldMapping, settings.answers);
  return {
    ...carrierOf(ErpSyncActorTypeMapping, settings.answers),
    ErpConnectionId: connectionId,
    IsActive: row.is_active !== 0,
    FieldMappings: fields.map((field) => ({ ...carrier, ...fieldMappingOf(field, row, elsewhere) })),
    ActorTypeErp: actorType,
    ActorTypeCrm: crmActorTypes.nameOf(row.actor_type_crm),
  };
}

/** Returns the CRM fields that other connections map too. */
export async function mappedElsewhere(
  queries: Queries,
  { connection_id, actor_type_crm }: Row<"erpconnectionactortype">,
): Promise<ReadonlySet<string>> {
  const rows = await queries
    .selectFrom("erpfield")
    .innerJoin("erpconnectionactortype", "erpconnectionactortype.id", "erpfield.actor_type_id")
    .innerJoin("erpconnection", "erpconnection.id", "erpconnectionactortype.connection_id")
    .select("erpfield.crm_field_key")
    .distinct()
    .where("erpconnection.id", "<>", connection_id)
    .where("erpconnection.deleted", "=", 0)
    .where("erpconnectionactortype.actor_type_crm", "=", actor_type_crm)
    .execute();
  return new Set(rows.flatMap(({ crm_field_key }) => crm_field_key || []));
}

function fieldMappingOf(
  row: Row<"erpfield">,
  type: Row<"erpconnectionactortype">,
  elsewhere: ReadonlySet<string>,
): ErpSyncFieldMapping {
  const key = row.crm_field_key;
  const crm = key ? crmField(crmActorTypes.nameOf(type.actor_type_crm), key) : undefined;
  return {
    ErpFieldId: row.id,
    CrmFieldKey: key,
    CrmDisplayName: crm?.label ?? "",
    CrmDisplayTooltip: "",
    ErpFieldKey: row.erp_field_key,
    FieldType: fieldTypes.nameOf(row.field_type),
    ErpDisplayName: row.display_name,
    ErpDisplayTooltip: row.display_description,
    SyncToCrm: row.sync_to_crm !== 0,
    SyncToErp: row.sync_to_erp !== 0,
    ShowInGui: row.show_in_gui !== 0,
    ShowInSearch: row.show_in_search !== 0,
    AlreadyMapped: key !== null && elsewhere.has(key),
    MissingInERP: row.missing_in_erp !== 0,
    MissingInCRM: Boolean(key) && crm === undefined,
    Access: fieldAccesses.nameOf(row.access),
    ListReference: row.list_reference,
  };
}
