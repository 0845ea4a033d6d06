import { ErpSyncFieldValue } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { crmRecordType } from "../../crm/crm-field.ts";
import { crmListItems } from "../../crm/crm-list-items.ts";
import { readCrmRecord } from "../../crm/crm-values.ts";
import { ConnectorError, orException } from "../../erp-connector/connector-error.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import { displayedFieldValue } from "../../erp-connector/field-value.ts";
import { FieldValueError } from "../../erp-connector/field-value-error.ts";
import type { Resources } from "../../resources.ts";
import { connect } from "../connectors/connect.ts";
import { type MappedField, mappedFieldsOf } from "../mappings/mapped-field.ts";
import { assertMayUse } from "../rows/access.ts";
import { liveConnection } from "../rows/connection-rows.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";
import { linkOf } from "./link.ts";

/** Reads a linked record's values from the ERP, in the requested order. Nil for an unknown field or without a link. */
export const getErpFieldValues: Implementation<"ErpSync", "GetErpFieldValues"> = async (input, session, resources) => {
  const { db } = resources.store;
  const crmType = input.CrmActorType;
  const recordId = input.EntityId;
  const keys = input.FieldKeys;
  const connection = await liveConnection(db, input.ErpConnectionId);
  if (connection === undefined) return keys.map(() => null);
  await assertMayUse(db, connection, session);
  const link = await linkOf(db, { connectionId: connection.id, crmType, recordId });
  const type = link && (await actorTypeRow(db, connection.id, link.actorType));
  if (link === undefined || type === undefined) return keys.map(() => null);
  const fields = (await fieldRows(db, type.id)).filter(({ missing_in_erp }) => missing_in_erp === 0);
  const known = new Set(fields.map(({ erp_field_key }) => erp_field_key));
  const asked = [...new Set(keys)].filter((key) => known.has(key));
  const actor = await orException(
    connect(resources, connection).then((client) => client.actor(link.actorType, link.erpKey, asked)),
  );
  const values = actor && new Map(Object.entries(actor.FieldValues));
  return keys.map((key) => (values && known.has(key) ? (values.get(key) ?? "") : null));
};

/** Reads a CRM record's values of all mappable fields. Empty for a record that does not exist. */
export const getFieldValuesFromCrm: Implementation<"ErpSync", "GetFieldValuesFromCrm"> = async (
  input,
  _session,
  resources,
) => {
  const crmType = input.ActorTypeCrm;
  const values = await readCrmRecord(resources.store.db, crmType, input.RecordId);
  if (values === undefined) return [];
  const answers: ErpSyncFieldValue[] = [];
  for (const { key, label, type, list } of crmRecordType(crmType)?.fields ?? []) {
    const value = values[key] ?? "";
    const DisplayValue = list === null ? displayedFieldValue(value, type) : await itemName(list, value, resources);
    answers.push(fieldValueOf({ DisplayName: label, CrmFieldKey: key, Value: value, DisplayValue }, resources));
  }
  return answers;
};

/** Reads an ERP actor's values of the mapped fields, converted for the CRM. Empty for an actor that does not exist. */
export const getFieldValuesFromErp: Implementation<"ErpSync", "GetFieldValuesFromErp"> = async (
  input,
  session,
  resources,
) => {
  const { db } = resources.store;
  const actorType = input.ActorTypeErp;
  const erpKey = input.ErpKey;
  const connection = await liveConnection(db, input.ErpConnectionId);
  if (connection === undefined) return [];
  await assertMayUse(db, connection, session);
  const type = await actorTypeRow(db, connection.id, actorType);
  if (type === undefined || erpKey === "") return [];
  const fields = await mappedFieldsOf(db, type);
  return orException(
    connect(resources, connection).then(async (client) => {
      const keys = fields.map((field) => field.erpKey);
      const actor = await client.actor(actorType, erpKey, keys);
      if (actor === undefined) return [];
      const values = new Map(Object.entries(actor.FieldValues));
      const answers: ErpSyncFieldValue[] = [];
      for (const field of fields) {
        answers.push(await fromErp(field, values.get(field.erpKey) ?? "", client, resources));
      }
      return answers;
    }),
  );
};

async function fromErp(
  field: MappedField,
  value: string,
  client: ErpClient,
  resources: Resources,
): Promise<ErpSyncFieldValue> {
  const { row, crm, erpType, syncToCrm, syncToErp } = field;
  const listed = crm.list === null || value === "" ? [] : await client.list(row.list_name);
  try {
    const item = listed.find(({ Key }) => Key === value);
    return fieldValueOf(
      {
        DisplayName: row.display_name,
        CrmFieldKey: crm.key,
        Value: field.toCrm(value) ?? "",
        DisplayValue: item?.Name ?? displayedFieldValue(value, erpType),
        SyncToCrm: syncToCrm,
        SyncToErp: syncToErp,
      },
      resources,
    );
  } catch (error) {
    if (!(error instanceof FieldValueError)) throw error;
    throw new ConnectorError({
      UserExplanation: "The ERP has a value that the CRM cannot read.",
      TechExplanation: `${field.erpKey}: ${error.message}.`,
      ErrorCode: "InvalidAnswer",
    });
  }
}

async function itemName(list: string, value: string, { store }: Resources): Promise<string> {
  const items = value === "" ? [] : await crmListItems(store.db, list);
  return items.find(({ id }) => String(id) === value)?.name ?? "";
}

function fieldValueOf(value: ErpSyncFieldValue, { settings }: Resources): ErpSyncFieldValue {
  return { ...carrierOf(ErpSyncFieldValue, settings.answers), SyncToCrm: false, SyncToErp: false, ...value };
}
