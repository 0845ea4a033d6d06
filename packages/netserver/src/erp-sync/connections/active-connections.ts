import { connectionNotActive } from "../../erp-connector/connector-error.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { liveConnection } from "../rows/connection-rows.ts";
import { priorityOf } from "./engine-configuration.ts";

/** Returns the active connections, those of higher priority first. */
export async function activeConnections(queries: Queries, ranks: readonly number[]): Promise<Row<"erpconnection">[]> {
  const active = queries.selectFrom("erpconnection").selectAll().where("active", "=", 1).where("deleted", "=", 0);
  const rows = await active.orderBy("id").execute();
  return rows.sort((left, right) => priorityOf(left.id, ranks) - priorityOf(right.id, ranks));
}

/** Throws `ConnectorError` when a connection is no longer active or has moved to another connector. */
export async function assertStillActive(
  queries: Queries,
  { id, connector_id }: Pick<Row<"erpconnection">, "id" | "connector_id">,
): Promise<void> {
  const row = await liveConnection(queries, id);
  if (row === undefined || row.active === 0 || row.connector_id !== connector_id) throw connectionNotActive(id);
}
