import type { Session } from "../../call/session.ts";
import { soException } from "../../call/so-exception.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { requiredConnection } from "./connection-rows.ts";

/** Tells whether a user may use a connection: all may, or the user or the user's primary group is listed. */
export async function mayUse(
  queries: Queries,
  { id, all_access }: Pick<Row<"erpconnection">, "id" | "all_access">,
  { associateId }: Session,
): Promise<boolean> {
  if (all_access !== 0) return true;
  const access = await queries
    .selectFrom("erpconnectionaccess")
    .leftJoin("associate", "associate.group_id", "erpconnectionaccess.user_group_id")
    .select("erpconnectionaccess.id")
    .where("erpconnectionaccess.connection_id", "=", id)
    .where("can_connect", "=", 1)
    .where((where) => where.or([where("associate_id", "=", associateId), where("associate.id", "=", associateId)]))
    .executeTakeFirst();
  return access !== undefined;
}

/** Throws SoSentryException for a user who may not use the connection. */
export async function assertMayUse(
  queries: Queries,
  connection: Pick<Row<"erpconnection">, "id" | "all_access">,
  session: Session,
): Promise<void> {
  if (await mayUse(queries, connection, session)) return;
  throw soException("SoSentryException", `You have no access to connection ${connection.id}.`);
}

/**
 * Returns a connection that is not retired and that the user may use. Throws SoNotFoundException or SoSentryException.
 */
export async function accessibleConnection(
  queries: Queries,
  id: number,
  session: Session,
): Promise<Row<"erpconnection">> {
  const connection = await requiredConnection(queries, id);
  await assertMayUse(queries, connection, session);
  return connection;
}
