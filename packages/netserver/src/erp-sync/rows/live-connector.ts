import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";

/** Finds a connector that is not retired by id; `undefined` when there is none. */
export function liveConnector(
  queries: Queries,
  id: number,
): Promise<Pick<Row<"erpconnector">, "id" | "url"> | undefined> {
  const connectors = queries.selectFrom("erpconnector").select(["id", "url"]);
  return connectors.where("id", "=", id).where("deleted", "=", 0).executeTakeFirst();
}
