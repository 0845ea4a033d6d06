import { randomUUID } from "node:crypto";
import { ErpConnection } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { booleanOf, entityOf, fitted, intOf, intsOf, optionalTextOf, requiredEntityOf, textOf } from "../argument.ts";
import { auditOf, changeOf } from "../audit.ts";
import { maxLengthOf } from "../carrier.ts";
import type { Resources } from "../resources.ts";
import type { Session } from "../session.ts";
import { soException } from "../so-exception.ts";
import type { Queries } from "../store/store.ts";
import type { Row } from "../store/tables.ts";
import { connectionOf } from "./connection-rows.ts";

const fieldKeyLimit = { name: "ConfigFields.Key", maxLength: 254 };
const fieldValueLimit = { name: "ConfigFields.Value", maxLength: 1023 };

/** Creates or updates a connection. A new one gets its GUID here, whatever the caller sends. */
export const saveConnection: Implementation<"ErpSync", "SaveConnection"> = (input, session, resources) => {
  const connection = requiredEntityOf(input.Connection, "Connection");
  const id = intOf(connection.ErpConnectionId, "ErpConnectionId");
  const columns = columnsOf(connection, resources);
  const fields = configFieldsIn(connection, resources);
  const access = accessIn(connection);
  return resources.store.write(async (transaction) => {
    await checkConnector(transaction, columns.connector_id);
    const row = await storeConnection(transaction, id, columns, session);
    if (fields !== null) await replaceConfigFields(transaction, row.id, fields);
    if (access !== null) await replaceAccess(transaction, row.id, access);
    return connectionOf(transaction, row, resources);
  });
};

function columnsOf(connection: ErpConnection, { settings }: Resources) {
  const text = (member: "DisplayName" | "DisplayDescription" | "MostRecentTimestamp") => {
    const limit = { name: member, maxLength: maxLengthOf(ErpConnection, member) };
    return fitted(textOf(connection[member], member), limit, settings.answers.overlongText);
  };
  return {
    connector_id: intOf(connection.ErpConnectorId, "ErpConnectorId"),
    display_name: text("DisplayName"),
    display_description: text("DisplayDescription"),
    most_recent_timestamp: text("MostRecentTimestamp"),
    active: booleanOf(connection.Active, "Active") ? 1 : 0,
    all_access: booleanOf(connection.AllAccess, "AllAccess") ? 1 : 0,
    deleted: booleanOf(connection.Deleted, "Deleted") ? 1 : 0,
  };
}

interface ConfigField {
  readonly field_key: string;
  readonly field_value: string | null;
}

/** The values to configure the connection with; null to leave them as they are. */
function configFieldsIn({ ConfigFields }: ErpConnection, { settings }: Resources): readonly ConfigField[] | null {
  const fields = entityOf(ConfigFields, "ConfigFields");
  const { overlongText } = settings.answers;
  if (fields === null) return null;
  return Object.entries(fields).map(([key, given]) => {
    const value = optionalTextOf(given, fieldValueLimit.name);
    return {
      field_key: fitted(textOf(key, fieldKeyLimit.name), fieldKeyLimit, overlongText),
      field_value: value === null ? null : fitted(value, fieldValueLimit, overlongText),
    };
  });
}

interface Access {
  readonly associate_id: number | null;
  readonly user_group_id: number | null;
}

/** Who may use the connection; null to leave that as it is, as when everybody may. */
function accessIn({ AllAccess, UserGroupAccessIds, AssociateAccessIds }: ErpConnection): readonly Access[] | null {
  const groups = new Set(intsOf(UserGroupAccessIds, "UserGroupAccessIds"));
  const associates = new Set(intsOf(AssociateAccessIds, "AssociateAccessIds"));
  if (AllAccess === true) return null;
  return [
    ...[...groups].map((user_group_id) => ({ associate_id: null, user_group_id })),
    ...[...associates].map((associate_id) => ({ associate_id, user_group_id: null })),
  ];
}

async function checkConnector(queries: Queries, id: number): Promise<void> {
  const connectors = queries.selectFrom("erpconnector").select("id").where("id", "=", id).where("deleted", "=", 0);
  if ((await connectors.executeTakeFirst()) !== undefined) return;
  throw soException("SoNotFoundException", `There is no connector with id ${id}.`);
}

type ConnectionColumns = ReturnType<typeof columnsOf>;

async function storeConnection(
  queries: Queries,
  id: number,
  columns: ConnectionColumns,
  session: Session,
): Promise<Row<"erpconnection">> {
  if (id === 0) {
    const row = { ...columns, ...auditOf(session), connection_id: randomUUID() };
    return queries.insertInto("erpconnection").values(row).returningAll().executeTakeFirstOrThrow();
  }
  const updated = queries.updateTable("erpconnection").set({ ...columns, ...changeOf(session) });
  const row = await updated.where("id", "=", id).returningAll().executeTakeFirst();
  if (row === undefined) throw soException("SoNotFoundException", `There is no connection with id ${id}.`);
  return row;
}

async function replaceConfigFields(queries: Queries, id: number, fields: readonly ConfigField[]): Promise<void> {
  await queries.deleteFrom("connectionconfigfield").where("connection_id", "=", id).execute();
  const rows = fields.map((field) => ({ connection_id: id, ...field }));
  if (rows.length > 0) await queries.insertInto("connectionconfigfield").values(rows).execute();
}

async function replaceAccess(queries: Queries, id: number, access: readonly Access[]): Promise<void> {
  await queries.deleteFrom("erpconnectionaccess").where("connection_id", "=", id).execute();
  const rows = access.map((one) => ({ connection_id: id, ...one, can_connect: 1, can_create_erp: 1 }));
  if (rows.length > 0) await queries.insertInto("erpconnectionaccess").values(rows).execute();
}
