import { ErpConnection, type NetServerError } from "@superoffice-soap/schema";
import { carrierOf } from "../../call/carrier-members.ts";
import { soException } from "../../call/so-exception.ts";
import type { Resources } from "../../resources.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";

/** Finds a connection by id, also a retired one; `undefined` when there is none. */
export function connectionRowById(queries: Queries, id: number): Promise<Row<"erpconnection"> | undefined> {
  return queries.selectFrom("erpconnection").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Finds a connection that is not retired by id; `undefined` when there is none. */
export async function liveConnection(queries: Queries, id: number): Promise<Row<"erpconnection"> | undefined> {
  const row = await connectionRowById(queries, id);
  return row?.deleted === 0 ? row : undefined;
}

/** Like `liveConnection`, but throws SoNotFoundException when there is none. */
export async function requiredConnection(queries: Queries, id: number): Promise<Row<"erpconnection">> {
  const row = await liveConnection(queries, id);
  if (row === undefined) throw unknownConnection(id);
  return row;
}

/** Creates the error for an id without a connection. */
export function unknownConnection(id: number): NetServerError {
  return soException("SoNotFoundException", `There is no connection with id ${id}.`);
}

/** Builds an answer's connection, with its users and its configuration. */
export async function connectionOf(
  queries: Queries,
  row: Row<"erpconnection">,
  { settings }: Resources,
): Promise<ErpConnection> {
  const accesses = await queries
    .selectFrom("erpconnectionaccess")
    .select(["associate_id", "user_group_id"])
    .where("connection_id", "=", row.id)
    .orderBy("id")
    .execute();
  return {
    ...carrierOf(ErpConnection, settings.answers),
    ErpConnectionId: row.id,
    ErpConnectorId: row.connector_id,
    DisplayName: row.display_name,
    DisplayDescription: row.display_description,
    Active: row.active !== 0,
    ConnectionId: row.connection_id,
    MostRecentTimestamp: row.most_recent_timestamp,
    ConfigFields: await configFieldsOf(queries, row.id),
    Deleted: row.deleted !== 0,
    AllAccess: row.all_access !== 0,
    UserGroupAccessIds: accesses.flatMap(({ user_group_id }) => user_group_id ?? []),
    AssociateAccessIds: accesses.flatMap(({ associate_id }) => associate_id ?? []),
  };
}

/** Reads a connection's configuration, by field key. */
export async function configFieldsOf(queries: Queries, connectionId: number): Promise<Record<string, string | null>> {
  const fields = await queries
    .selectFrom("connectionconfigfield")
    .select(["field_key", "field_value"])
    .where("connection_id", "=", connectionId)
    .orderBy("id")
    .execute();
  return Object.fromEntries(fields.map(({ field_key, field_value }) => [field_key, field_value]));
}
