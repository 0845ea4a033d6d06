import type { Implementation } from "../agent-implementation.ts";
import { intOf } from "../argument.ts";
import { found } from "../found.ts";
import { withShownConfig } from "./config-mask.ts";
import { connectionOf, connectionRowById } from "./connection-rows.ts";

/** Finds a connection by its id, also a retired one. */
export const getConnection: Implementation<"ErpSync", "GetConnection"> = async (input, _session, resources) => {
  const { db } = resources.store;
  const row = await connectionRowById(db, intOf(input.ErpConnectionId, "ErpConnectionId"));
  const connection = row && (await withShownConfig(await connectionOf(db, row, resources), resources));
  return found(connection, "connection", resources.settings.answers);
};
