import { createHash } from "node:crypto";
import type { FieldMetadataType } from "@superoffice-soap/schema";
import { type CrmField, crmField } from "../../crm/crm-field.ts";
import { crmActorTypes, fieldAccesses, fieldTypes } from "../../erp-connector/actor-types.ts";
import { convertFieldValue } from "../../erp-connector/field-value.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { fieldRows } from "../rows/mapping-rows.ts";
import { storedItems } from "./list-mappings.ts";

/** An ERP field and the CRM field that it is mapped to. Values are encoded as `field-value.ts` says. */
export interface MappedField {
  readonly row: Row<"erpfield">;
  readonly erpKey: string;
  readonly erpType: FieldMetadataType;
  readonly crm: CrmField;
  readonly syncToCrm: boolean;
  readonly syncToErp: boolean;
  /**
   * A text that describes which values can be copied, and where. While it is unchanged, a value that could not be
   * copied still cannot.
   */
  readonly rule: string;
  /** Converts an ERP value for the CRM; `undefined` for a list item without counterpart. Throws `FieldValueError`. */
  toCrm(value: string): string | undefined;
  /** Converts a CRM value for the ERP, likewise. */
  toErp(value: string): string | undefined;
}

/** Returns the mapped fields of an actor type that both ends still have, by rank. */
export async function mappedFieldsOf(
  queries: Queries,
  type: Row<"erpconnectionactortype">,
): Promise<readonly MappedField[]> {
  const crmType = crmActorTypes.nameOf(type.actor_type_crm);
  const mapped: MappedField[] = [];
  for (const row of await fieldRows(queries, type.id)) {
    const crm = row.missing_in_erp === 0 && row.crm_field_key ? crmField(crmType, row.crm_field_key) : undefined;
    if (crm !== undefined) mapped.push(await mappedField(queries, row, crm));
  }
  return mapped;
}

async function mappedField(queries: Queries, row: Row<"erpfield">, crm: CrmField): Promise<MappedField> {
  const erpType = fieldTypes.nameOf(row.field_type);
  const readOnly = fieldAccesses.nameOf(row.access) === "ReadOnly";
  const syncToCrm = row.sync_to_crm !== 0;
  const syncToErp = row.sync_to_erp !== 0 && !readOnly;
  const items = crm.list === null ? null : await storedItems(queries, row.id);
  return {
    row,
    erpKey: row.erp_field_key,
    erpType,
    crm,
    syncToCrm,
    syncToErp,
    rule: `${erpType} ${syncToErp ? "<" : ""}-${syncToCrm ? ">" : ""} ${items === null ? "" : digestOf(items)}`,
    ...(items === null ? valueTranslation(erpType, crm.type) : itemTranslation(items)),
  };
}

/** Hashes the rule of a list, which may have thousands of items: each link stores it. */
function digestOf(items: ReadonlyMap<string, number | null>): string {
  return createHash("sha256")
    .update(JSON.stringify([...items]))
    .digest("base64url");
}

type Translation = Pick<MappedField, "toCrm" | "toErp">;

function valueTranslation(erp: FieldMetadataType, crm: FieldMetadataType): Translation {
  return {
    toCrm: (value) => convertFieldValue(value, erp, crm) || blanks[crm] || "",
    toErp: (value) => convertFieldValue(value, crm, erp),
  };
}

/** The CRM's values that stand for none, where that is not blank. */
const blanks: Readonly<Partial<Record<FieldMetadataType, string>>> = {
  Checkbox: "[I:0]",
  Integer: "[I:0]",
  Double: "[F:0]",
};

function itemTranslation(crmItems: ReadonlyMap<string, number | null>): Translation {
  const erpItems = new Map<string, string>();
  for (const [erpItem, crmItem] of crmItems) {
    // The first of several items with the same counterpart is sent.
    if (crmItem !== null && !erpItems.has(String(crmItem))) erpItems.set(String(crmItem), erpItem);
  }
  return {
    toCrm: (value) => (value === "" ? "" : crmItems.get(value)?.toString()),
    toErp: (value) => (value === "" ? "" : erpItems.get(value)),
  };
}
