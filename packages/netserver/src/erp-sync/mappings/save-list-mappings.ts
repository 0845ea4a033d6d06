import type { ErpConnectionListMapping, ErpCrmListItemMapping } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { presentIn, required } from "../../call/arguments.ts";
import { invalidField, soException } from "../../call/so-exception.ts";
import { fitted } from "../../call/text-limit.ts";
import { crmListItems } from "../../crm/crm-list-items.ts";
import { insertRows } from "../../store/insert-rows.ts";
import type { Queries } from "../../store/store.ts";
import { requiredConnection } from "../rows/connection-rows.ts";
import { listFieldsOf, listMappingsOf } from "./list-mappings.ts";

const itemKeyLimit = { name: "ErpListItemId", maxLength: 254 };

/**
 * Stores list mappings, replacing those of each given field. Throws SoNotFoundException for a field that is no mapped
 * list of the connection, SoValidationException for an item that is given twice or that the CRM's list lacks.
 */
export const saveConnectionListMappings: Implementation<"ErpSync", "SaveConnectionListMappings"> = async (
  input,
  _session,
  resources,
) => {
  const container = required(input.ListMapping, "ListMapping");
  const connectionId = container.ErpConnectionId ?? 0;
  const mappings = presentIn(container.ErpListItemMappings).map(fieldMappingIn);
  const connection = await resources.store.write(async (transaction) => {
    const row = await requiredConnection(transaction, connectionId);
    for (const mapping of mappings) await replaceItems(transaction, connectionId, mapping);
    return row;
  });
  return listMappingsOf(connection, resources);
};

interface FieldMapping {
  readonly fieldId: number;
  readonly items: ReadonlyMap<string, number | null>;
}

function fieldMappingIn(mapping: ErpConnectionListMapping): FieldMapping {
  const items = new Map<string, number | null>();
  for (const item of presentIn(mapping.ErpCrmListItemMappings)) {
    const [key, crmId] = itemIn(item);
    if (items.has(key)) throw invalidField("ErpListItemId", `The item ${JSON.stringify(key)} is mapped twice.`);
    items.set(key, crmId);
  }
  return { fieldId: mapping.ErpFieldId ?? 0, items };
}

function itemIn({ ErpListItemId, CrmListItem }: ErpCrmListItemMapping): readonly [string, number | null] {
  const key = fitted(ErpListItemId ?? "", itemKeyLimit, "reject");
  if (key === "") throw invalidField(itemKeyLimit.name, "ErpListItemId must not be blank.");
  return [key, CrmListItem?.Id || null];
}

async function replaceItems(
  transaction: Queries,
  connectionId: number,
  { fieldId, items }: FieldMapping,
): Promise<void> {
  const listField = (await listFieldsOf(transaction, connectionId)).get(fieldId);
  if (listField === undefined) {
    throw soException("SoNotFoundException", `There is no mapped list field with id ${fieldId} in that connection.`);
  }
  const known = new Set((await crmListItems(transaction, listField.crmList)).map(({ id }) => id));
  for (const id of items.values()) {
    if (id !== null && !known.has(id)) {
      throw invalidField("CrmListItem", `The list ${listField.crmList} has no item with id ${id}.`);
    }
  }
  await transaction.deleteFrom("erplistitemmapping").where("field_id", "=", fieldId).execute();
  const rows = [...items].map(([erp_item_key, crm_item_key]) => ({ field_id: fieldId, erp_item_key, crm_item_key }));
  await insertRows(transaction, "erplistitemmapping", rows);
}
