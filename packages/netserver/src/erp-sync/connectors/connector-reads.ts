import { FieldMetadata } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import type { Session } from "../../call/session.ts";
import { configurationFieldsOf } from "../../erp-connector/configuration-fields.ts";
import { orException, succeeds } from "../../erp-connector/connector-error.ts";
import type { Resources } from "../../resources.ts";
import { liveConnector } from "../rows/live-connector.ts";
import { connectorById } from "./connect.ts";

/** Lists the connectors that are not retired; the tooltip is the address. */
export const getAllConnectors: Implementation<"ErpSync", "GetAllConnectors"> = async (_input, _session, { store }) => {
  const connectors = store.db.selectFrom("erpconnector").select(["id", "display_name", "url"]).where("deleted", "=", 0);
  const rows = await connectors.orderBy("id").execute();
  return rows.map(({ id, display_name, url }) => ({ Id: id, Name: display_name, ToolTip: url }));
};

/** Tells whether a connector that this server knows responds at an address. */
export const testConnectorUrl: Implementation<"ErpSync", "TestConnectorUrl"> = async (input, _session, resources) => {
  const connector = resources.erp.connectorAt(input.Url);
  if (connector === undefined) return "ErrorNotFound";
  return (await succeeds(configurationFieldsOf(connector, resources))) ? "NoError" : "ErrorNotFound";
};

/** Fetches the fields that configure a connection. Empty for a connector that does not exist. */
export const getConfigurationFields: Implementation<"ErpSync", "GetConfigurationFields"> = async (
  input,
  session,
  resources,
) => {
  const id = input.ErpConnectorId;
  const { store, settings } = resources;
  if ((await liveConnector(store.db, id)) === undefined) return [];
  const fields = await orException(
    connectorById(resources, id).then((found) => configurationFieldsOf(found, resources)),
  );
  const tags = await tagsOf(session, resources);
  return fields.map((field) => ({
    ...carrierOf(FieldMetadata, settings.answers),
    ...field,
    DefaultValue: replaced(field.DefaultValue ?? "", tags),
  }));
};

/** Returns the values of the tags in defaults. SuperOffice has many more; no connector depends on them. */
async function tagsOf({ associateId }: Session, { store, settings }: Resources): Promise<ReadonlyMap<string, string>> {
  const associates = store.db.selectFrom("associate").select(["name", "full_name"]).where("id", "=", associateId);
  const associate = await associates.executeTakeFirst();
  return new Map([
    ["<userid>", String(associateId)],
    ["<username>", associate?.name ?? ""],
    ["<userfullname>", associate?.full_name ?? ""],
    ["<tenant>", settings.tenant ?? ""],
  ]);
}

function replaced(text: string, tags: ReadonlyMap<string, string>): string {
  return text.replace(/<[a-z]+>/g, (tag) => tags.get(tag) ?? tag);
}
