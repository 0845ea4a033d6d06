import { ErpSyncDefaultValue } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { required } from "../../call/arguments.ts";
import { changeOf } from "../../call/audit.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { foundOrNull } from "../../call/found-or-null.ts";
import { invalidField, soException } from "../../call/so-exception.ts";
import { fitted } from "../../call/text-limit.ts";
import { fieldAccesses, fieldTypes } from "../../erp-connector/actor-types.ts";
import { decodeFieldValue } from "../../erp-connector/field-value.ts";
import { orInvalidField } from "../../erp-connector/field-value-error.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { fieldRowById } from "../rows/mapping-rows.ts";

const maxValueLength = 254;

/** Finds a field's default. */
export const getDefaultValueInfo: Implementation<"ErpSync", "GetDefaultValueInfo"> = async (
  input,
  _session,
  resources,
) => {
  const row = await fieldRowById(resources.store.db, input.ErpFieldId);
  return foundOrNull(row && defaultValueOf(row, resources), "ERP field", resources.settings.answers);
};

/**
 * Sets a field's default. A field that is mandatory for the connector stays so. Throws SoValidationException for a
 * value of the wrong type, and for a mandatory field without a source of its value.
 */
export const saveDefaultValueInfo: Implementation<"ErpSync", "SaveDefaultValueInfo"> = (input, session, resources) => {
  const given = required(input.ErpSyncDefaultValue, "ErpSyncDefaultValue");
  const id = given.ErpFieldId ?? 0;
  return resources.store.write(async (transaction) => {
    const row = await fieldRowById(transaction, id);
    if (row === undefined) throw soException("SoNotFoundException", `There is no ERP field with id ${id}.`);
    const columns = columnsOf(given, row, resources);
    const updated = transaction.updateTable("erpfield").set({ ...columns, ...changeOf(session) });
    const stored = await updated.where("id", "=", id).returningAll().executeTakeFirstOrThrow();
    return defaultValueOf(stored, resources);
  });
};

function columnsOf(given: ErpSyncDefaultValue, row: Row<"erpfield">, { settings }: Resources) {
  const mandatory = (given.Mandatory ?? false) || fieldAccesses.nameOf(row.access) === "Mandatory";
  const prompt = given.PromptUser ?? false;
  const text = (member: "DefaultValue" | "FirstSyncDefaultValue") => {
    const limit = { name: member, maxLength: maxValueLength };
    return typed(fitted(given[member] ?? "", limit, settings.answers.overlongText), member, row);
  };
  const default_value = text("DefaultValue");
  if (mandatory && !prompt && default_value === "" && !row.crm_field_key) {
    throw invalidField("Mandatory", "A mandatory field needs a default value, a CRM field, or to be asked for.");
  }
  return {
    default_value,
    has_first_sync_default_value: given.HasFirstSyncDefaultValue ? 1 : 0,
    first_sync_default_value: text("FirstSyncDefaultValue"),
    prompt_user: prompt ? 1 : 0,
    mandatory: mandatory ? 1 : 0,
  };
}

function typed(text: string, member: string, { field_type }: Row<"erpfield">): string {
  orInvalidField(member, () => decodeFieldValue(text, fieldTypes.nameOf(field_type)));
  return text;
}

function defaultValueOf(row: Row<"erpfield">, { settings }: Resources): ErpSyncDefaultValue {
  return {
    ...carrierOf(ErpSyncDefaultValue, settings.answers),
    ErpFieldId: row.id,
    DefaultValue: row.default_value,
    HasFirstSyncDefaultValue: row.has_first_sync_default_value !== 0,
    FirstSyncDefaultValue: row.first_sync_default_value,
    PromptUser: row.prompt_user !== 0,
    Mandatory: row.mandatory !== 0,
    ErpFieldKey: row.erp_field_key,
    FieldType: fieldTypes.nameOf(row.field_type),
    ListName: row.list_name,
    Access: fieldAccesses.nameOf(row.access),
  };
}
