import type { ErpSyncResponseCode } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { changeOf } from "../../call/audit.ts";
import { soException } from "../../call/so-exception.ts";
import type { Queries } from "../../store/store.ts";
import { liveConnector } from "../rows/live-connector.ts";

/** Tells whether a connector may be deleted. */
export const canDeleteErpSyncConnectorEntity: Implementation<"ErpSync", "CanDeleteErpSyncConnectorEntity"> = (
  input,
  _session,
  { store },
) => deletable(store.db, input.ErpSyncConnectorId);

/** Retires a connector. Throws SoIllegalOperationException while connections use it. */
export const deleteErpSyncConnectorEntity: Implementation<"ErpSync", "DeleteErpSyncConnectorEntity"> = async (
  input,
  session,
  { store },
) => {
  const id = input.ErpSyncConnectorEntityId;
  await store.write(async (transaction) => {
    if (!(await mayBeRetired(transaction, id))) return;
    const retired = transaction.updateTable("erpconnector").set({ deleted: 1, ...changeOf(session) });
    await retired.where("id", "=", id).execute();
  });
};

/**
 * Tells whether a connector can be retired; false when it is retired already or does not exist. Throws
 * SoIllegalOperationException while connections use it.
 */
export async function mayBeRetired(queries: Queries, id: number): Promise<boolean> {
  const code = await deletable(queries, id);
  if (code !== "ErrorConnectorHasConnections") return code === "NoError";
  throw soException("SoIllegalOperationException", `Connector ${id} has connections.`);
}

async function deletable(queries: Queries, id: number): Promise<ErpSyncResponseCode> {
  if ((await liveConnector(queries, id)) === undefined) return "ErrorNotFound";
  const connections = queries.selectFrom("erpconnection").select("id").where("connector_id", "=", id);
  const used = await connections.where("deleted", "=", 0).executeTakeFirst();
  return used === undefined ? "NoError" : "ErrorConnectorHasConnections";
}
