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
  /** Says which values can go where. While it is the same text, a value that could not go still cannot. */
  readonly rule: string;
  /** An ERP value as the CRM has it; `undefined` for a list item without counterpart. Throws `FieldValueError`. */
  toCrm(value: string): string | undefined;
  /** A CRM value as the ERP has it, likewise. */
  toErp(value: string): string | undefined;
}

/** The fields of an actor type that are mapped and that both sides still have, by rank. */
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

/** A list may have thousands of items, and a rule is remembered with every link. */
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

/** What the CRM holds where there is no value, as far as that is not nothing. */
const blanks: Readonly<Partial<Record<FieldMetadataType, string>>> = {
  Checkbox: "[I:0]",
  Integer: "[I:0]",
  Double: "[F:0]",
};

function itemTranslation(crmItems: ReadonlyMap<string, number | null>): Translation {
  const erpItems = new Map<string, string>();
  for (const [erpItem, crmItem] of crmItems) {
    // Of several items that stand for one, the first is sent.
    if (crmItem !== null && !erpItems.has(String(crmItem))) erpItems.set(String(crmItem), erpItem);
  }
  return {
    toCrm: (value) => (value === "" ? "" : crmItems.get(value)?.toString()),
    toErp: (value) => (value === "" ? "" : erpItems.get(value)),
  };
}
