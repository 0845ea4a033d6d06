import type { ErpListItem } from "@superoffice-soap/schema";
import {
  ErpConnectionListMapping,
  ErpConnectionListMappingContainer,
  ErpCrmListItemMapping,
} from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { foundOrNull } from "../../call/found-or-null.ts";
import { crmField } from "../../crm/crm-field.ts";
import { crmListItems, itemOf, listOf } from "../../crm/crm-list-items.ts";
import { crmActorTypes, erpActorTypes, fieldTypes } from "../../erp-connector/actor-types.ts";
import { ConnectorError, orUndefined } from "../../erp-connector/connector-error.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import type { Resources } from "../../resources.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { connect } from "../connectors/connect.ts";
import { connectionRowById } from "../rows/connection-rows.ts";

/**
 * Finds the item mappings of the lists behind a connection's mapped fields. The items come from the ERP when it
 * responds.
 */
export const getConnectionListMappings: Implementation<"ErpSync", "GetConnectionListMappings"> = async (
  input,
  _session,
  resources,
) => {
  const { store, settings } = resources;
  const row = await connectionRowById(store.db, input.ErpConnectionId);
  return foundOrNull(row && (await listMappingsOf(row, resources)), "connection", settings.answers);
};

/** A field that has a list on both sides. */
export interface ListField {
  readonly field: Row<"erpfield">;
  readonly actorTypeErp: number;
  /** Name of the CRM's list. */
  readonly crmList: string;
}

/** Returns the connection's mapped fields that have lists, by their ids. */
export async function listFieldsOf(queries: Queries, connectionId: number): Promise<ReadonlyMap<number, ListField>> {
  const rows = await queries
    .selectFrom("erpfield")
    .innerJoin("erpconnectionactortype", "erpconnectionactortype.id", "erpfield.actor_type_id")
    .selectAll("erpfield")
    .select(["erpconnectionactortype.actor_type_erp", "erpconnectionactortype.actor_type_crm"])
    .where("connection_id", "=", connectionId)
    .where("field_type", "=", fieldTypes.numberOf("List"))
    .where("missing_in_erp", "=", 0)
    .orderBy("actor_type_erp")
    .orderBy("erpfield.rank")
    .execute();
  const fields = rows.flatMap(({ actor_type_erp, actor_type_crm, ...field }) => {
    const crmList = crmField(crmActorTypes.nameOf(actor_type_crm), field.crm_field_key ?? "")?.list;
    return crmList ? [[field.id, { field, actorTypeErp: actor_type_erp, crmList }] as const] : [];
  });
  return new Map(fields);
}

/** Builds an answer's list mappings of a connection. */
export async function listMappingsOf(
  connection: Row<"erpconnection">,
  resources: Resources,
): Promise<ErpConnectionListMappingContainer> {
  const { settings, store } = resources;
  const listFields = [...(await listFieldsOf(store.db, connection.id)).values()];
  const names = new Set(listFields.map(({ field }) => field.list_name));
  const client = await orUndefined(connect(resources, connection));
  const lists: ErpLists = client === undefined ? new Map() : await erpLists(client, names);
  const mappings: ErpConnectionListMapping[] = [];
  for (const listField of listFields) mappings.push(await listMappingOf(listField, lists, resources));
  return {
    ...carrierOf(ErpConnectionListMappingContainer, settings.answers),
    ErpListItemMappings: mappings,
    ErpConnectionId: connection.id,
    ErpConnectionName: connection.display_name,
  };
}

async function listMappingOf(
  { field, actorTypeErp, crmList }: ListField,
  lists: ErpLists,
  resources: Resources,
): Promise<ErpConnectionListMapping> {
  const { db } = resources.store;
  const carrier = carrierOf(ErpCrmListItemMapping, resources.settings.answers);
  const stored = await storedItems(db, field.id);
  const crmItems = await crmListItems(db, crmList);
  const byId = new Map(crmItems.map((item) => [item.id, item]));
  const ErpCrmListItemMappings = withStored(lists.get(field.list_name) ?? [], stored).map(({ Key, Name }) => {
    const crmItem = byId.get(stored.get(Key) ?? 0);
    const CrmListItem = crmItem === undefined ? null : itemOf(crmItem, resources);
    return { ...carrier, ErpListItemId: Key, ErpListItemName: Name, CrmListItem };
  });
  return {
    ...carrierOf(ErpConnectionListMapping, resources.settings.answers),
    CrmList: listOf(crmList, crmItems, resources),
    ErpListName: field.list_name,
    ErpCrmListItemMappings,
    ErpActorTypeName: erpActorTypes.nameOf(actorTypeErp),
    ErpFieldId: field.id,
  };
}

/** Returns the CRM's item, or null, for each mapped item of a field's ERP list. */
export async function storedItems(queries: Queries, fieldId: number): Promise<ReadonlyMap<string, number | null>> {
  const rows = queries.selectFrom("erplistitemmapping").selectAll().where("field_id", "=", fieldId);
  return new Map((await rows.orderBy("id").execute()).map((row) => [row.erp_item_key, row.crm_item_key]));
}

/** The lists of an ERP, by name. */
type ErpLists = ReadonlyMap<string, readonly ErpListItem[]>;

/** Fetches the lists that the ERP returns. Stops after the first timeout: the rest would time out as well. */
async function erpLists(client: ErpClient, names: Iterable<string>): Promise<ErpLists> {
  const lists = new Map<string, readonly ErpListItem[]>();
  for (const name of names) {
    try {
      lists.set(name, await client.list(name));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.timedOut) break;
    }
  }
  return lists;
}

/** Returns the ERP's items, and the mapped ones that it does not list. */
function withStored(items: readonly ErpListItem[], stored: ReadonlyMap<string, unknown>): ErpListItem[] {
  const named = new Set(items.map(({ Key }) => Key));
  return [...items, ...[...stored.keys()].filter((key) => !named.has(key)).map((Key) => ({ Key, Name: "" }))];
}
