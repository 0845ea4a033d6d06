import type { ErpConnection } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { booleanOf, intOf } from "../../call/arguments.ts";
import { configFieldsOf, connectionOf, connectionRowById } from "../rows/connection-rows.ts";
import { maskedConfig } from "./masked-config.ts";

/** Lists the connections, without what they are configured with. */
export const getAllConnections: Implementation<"ErpSync", "GetAllConnections"> = async (input, _session, resources) => {
  const { db } = resources.store;
  const all = db.selectFrom("erpconnection").selectAll().orderBy("id");
  const rows = await (booleanOf(input.IncludeDeleted, "IncludeDeleted") ? all : all.where("deleted", "=", 0)).execute();
  const connections: ErpConnection[] = [];
  for (const row of rows) connections.push({ ...(await connectionOf(db, row, resources)), ConfigFields: null });
  return connections;
};

/** The values that a connection is configured with; none for a connection that there is not. */
export const getErpConnectionConfigFields: Implementation<"ErpSync", "GetErpConnectionConfigFields"> = async (
  input,
  _session,
  resources,
) => {
  const { db } = resources.store;
  const row = await connectionRowById(db, intOf(input.ErpConnectionId, "ErpConnectionId"));
  return row === undefined ? {} : maskedConfig(await configFieldsOf(db, row.id), row.connector_id, resources);
};
