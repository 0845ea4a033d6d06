import type { Implementation } from "../agent-implementation.ts";
import { intOf } from "../argument.ts";
import { changeOf } from "../audit.ts";
import { clientOf } from "./clients.ts";
import { liveConnection } from "./connection-rows.ts";
import { succeeds } from "./connector-failure.ts";

/**
 * Retires a connection, which keeps its links, and tells its connector. A connector that cannot be told must not keep
 * alive a connection that nobody wants.
 */
export const deleteConnection: Implementation<"ErpSync", "DeleteConnection"> = async (input, session, resources) => {
  const { store } = resources;
  const row = await liveConnection(store.db, intOf(input.ErpConnectionId, "ErpConnectionId"));
  if (row === undefined) return;
  await store.write((transaction) =>
    transaction
      .updateTable("erpconnection")
      .set({ deleted: 1, active: 0, ...changeOf(session) })
      .where("id", "=", row.id)
      .execute(),
  );
  await succeeds(clientOf(resources, row).then((client) => client.remove()));
};
