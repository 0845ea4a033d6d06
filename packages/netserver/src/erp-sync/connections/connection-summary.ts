import { ErpSyncActorSummary, ErpSyncConnectionSummary } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { foundOrNull } from "../../call/found-or-null.ts";
import { crmField } from "../../crm/crm-field.ts";
import { crmActorTypes, erpActorTypes, fieldTypes } from "../../erp-connector/actor-types.ts";
import { displayedFieldValue } from "../../erp-connector/field-value.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { dateOf } from "../../store/timestamp.ts";
import { connectionRowById } from "../rows/connection-rows.ts";
import { fieldRows } from "../rows/mapping-rows.ts";

/** Describes a connection's set-up in words. */
export const getErpSyncConnectionSummary: Implementation<"ErpSync", "GetErpSyncConnectionSummary"> = async (
  input,
  _session,
  resources,
) => {
  const { settings, store } = resources;
  const row = await connectionRowById(store.db, input.ErpSyncConnectionId);
  return foundOrNull(row && (await summaryOf(row, resources)), "connection", settings.answers);
};

async function summaryOf(row: Row<"erpconnection">, resources: Resources): Promise<ErpSyncConnectionSummary> {
  const { settings, store } = resources;
  const runs = store.db.selectFrom("erpsyncrun").select("synced_at").where("connection_id", "=", row.id);
  const run = await runs.executeTakeFirst();
  const types = store.db.selectFrom("erpconnectionactortype").selectAll().where("connection_id", "=", row.id);
  const configured = await types.where("is_active", "=", 1).orderBy("actor_type_erp").execute();
  const Actors: ErpSyncActorSummary[] = [];
  for (const type of configured) Actors.push(await actorSummaryOf(type, resources));
  return {
    ...carrierOf(ErpSyncConnectionSummary, settings.answers),
    DisplayName: row.display_name,
    DisplayDescription: row.display_description,
    Active: row.active !== 0,
    Deleted: row.deleted !== 0,
    LastSync: dateOf(run?.synced_at ?? null, settings.answers),
    Actors,
  };
}

async function actorSummaryOf(
  type: Row<"erpconnectionactortype">,
  { store, settings }: Resources,
): Promise<ErpSyncActorSummary> {
  const fields = await fieldRows(store.db, type.id);
  const crmType = crmActorTypes.nameOf(type.actor_type_crm);
  const mapped = fields.filter(({ crm_field_key }) => crm_field_key);
  const Mappings = mapped.map((field) => {
    const label = crmField(crmType, field.crm_field_key ?? "")?.label ?? field.crm_field_key;
    return `${field.display_name} ${arrowOf(field)} ${label}`;
  });
  return {
    ...carrierOf(ErpSyncActorSummary, settings.answers),
    ActorType: erpActorTypes.nameOf(type.actor_type_erp),
    HasMappings: mapped.length > 0,
    Defaults: fields
      .filter(({ default_value }) => default_value !== "")
      .map((field) => `${field.display_name} = ${shown(field)}`)
      .join("\n"),
    Mappings: Mappings.join("\n"),
  };
}

function arrowOf({ sync_to_crm, sync_to_erp }: Row<"erpfield">): string {
  if (sync_to_crm !== 0) return sync_to_erp !== 0 ? "<->" : "->";
  return sync_to_erp !== 0 ? "<-" : "-";
}

function shown({ default_value, field_type }: Row<"erpfield">): string {
  try {
    return displayedFieldValue(default_value, fieldTypes.nameOf(field_type));
  } catch {
    // A connector's own default need not be of the field's type.
    return default_value;
  }
}
