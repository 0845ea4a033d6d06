import type { Implementation } from "../../agent-implementation.ts";
import { invalidField } from "../../call/so-exception.ts";
import { changeConfiguration } from "./engine-configuration.ts";

const maxRankLength = 254;

/** Stores the order in which connections win conflicts. Returns false, storing nothing, for unknown or repeated ids. */
export const saveErpConnectionSyncPriorities: Implementation<"ErpSync", "SaveErpConnectionSyncPriorities"> = (
  input,
  _session,
  { store },
) => {
  const ids = input.ErpConnectionIds;
  const rank = ids.join(";");
  if (rank.length > maxRankLength) {
    throw invalidField(
      "ErpConnectionIds",
      `ErpConnectionIds are stored as ${rank.length} characters; the limit is ${maxRankLength}.`,
    );
  }
  return store.write(async (transaction) => {
    const connections = await transaction.selectFrom("erpconnection").select("id").where("deleted", "=", 0).execute();
    const known = new Set([0, ...connections.map(({ id }) => id)]);
    if (new Set(ids).size !== ids.length || !ids.every((id) => known.has(id))) return false;
    await changeConfiguration(transaction, { connection_rank: rank });
    return true;
  });
};
