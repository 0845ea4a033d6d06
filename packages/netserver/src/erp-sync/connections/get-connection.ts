import type { Implementation } from "../../agent-implementation.ts";
import { foundOrNull } from "../../call/found-or-null.ts";
import { connectionOf, connectionRowById } from "../rows/connection-rows.ts";
import { withMaskedConfig } from "./masked-config.ts";

/** Finds a connection by its id, also a retired one. */
export const getConnection: Implementation<"ErpSync", "GetConnection"> = async (input, _session, resources) => {
  const { db } = resources.store;
  const row = await connectionRowById(db, input.ErpConnectionId);
  const connection = row && (await withMaskedConfig(await connectionOf(db, row, resources), resources));
  return foundOrNull(connection, "connection", resources.settings.answers);
};
