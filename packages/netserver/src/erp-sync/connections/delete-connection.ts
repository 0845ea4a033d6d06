import type { Implementation } from "../../agent-implementation.ts";
import { changeOf } from "../../call/audit.ts";
import { succeeds } from "../../erp-connector/connector-error.ts";
import { connect } from "../connectors/connect.ts";
import { liveConnection } from "../rows/connection-rows.ts";

/**
 * Retires a connection, which keeps its links, and notifies its connector. The connector's failure does not keep the
 * connection alive.
 */
export const deleteConnection: Implementation<"ErpSync", "DeleteConnection"> = async (input, session, resources) => {
  const { store } = resources;
  const row = await liveConnection(store.db, input.ErpConnectionId);
  if (row === undefined) return;
  await store.write((transaction) =>
    transaction
      .updateTable("erpconnection")
      .set({ deleted: 1, active: 0, ...changeOf(session) })
      .where("id", "=", row.id)
      .execute(),
  );
  await succeeds(connect(resources, row).then((client) => client.remove()));
};
