import type { ErpConnection } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { configFieldsOf, connectionOf, connectionRowById } from "../rows/connection-rows.ts";
import { maskedConfig } from "./masked-config.ts";

/** Lists the connections, without their configuration. */
export const getAllConnections: Implementation<"ErpSync", "GetAllConnections"> = async (input, _session, resources) => {
  const { db } = resources.store;
  const all = db.selectFrom("erpconnection").selectAll().orderBy("id");
  const rows = await (input.IncludeDeleted ? all : all.where("deleted", "=", 0)).execute();
  const connections: ErpConnection[] = [];
  for (const row of rows) connections.push({ ...(await connectionOf(db, row, resources)), ConfigFields: null });
  return connections;
};

/** Returns a connection's configuration, masked; empty for a connection that does not exist. */
export const getErpConnectionConfigFields: Implementation<"ErpSync", "GetErpConnectionConfigFields"> = async (
  input,
  _session,
  resources,
) => {
  const { db } = resources.store;
  const row = await connectionRowById(db, input.ErpConnectionId);
  return row === undefined ? {} : maskedConfig(await configFieldsOf(db, row.id), row.connector_id, resources);
};
