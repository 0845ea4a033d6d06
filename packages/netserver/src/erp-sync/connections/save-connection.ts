import { randomUUID } from "node:crypto";
import { ErpConnection } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { required } from "../../call/arguments.ts";
import { auditOf, changeOf } from "../../call/audit.ts";
import { maxLengthOf } from "../../call/carrier-members.ts";
import type { Session } from "../../call/session.ts";
import { soException } from "../../call/so-exception.ts";
import { assertNotBlank, fitted } from "../../call/text-limit.ts";
import { ConnectorError, orException, succeeds } from "../../erp-connector/connector-error.ts";
import type { Resources } from "../../resources.ts";
import { insertRows } from "../../store/insert-rows.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { connect, isSameConnector } from "../connectors/connect.ts";
import { forgetBaselines } from "../mappings/baseline.ts";
import { type ErpFields, fetchFields, storeFields } from "../mappings/stored-fields.ts";
import { configFieldsOf, connectionOf, connectionRowById, unknownConnection } from "../rows/connection-rows.ts";
import { liveConnector } from "../rows/live-connector.ts";
import { unmaskedConfig, withMaskedConfig } from "./masked-config.ts";

const fieldKeyLimit = { name: "ConfigFields.Key", maxLength: 254 };
const fieldValueLimit = { name: "ConfigFields.Value", maxLength: 1023 };

/**
 * Creates or updates a connection and its ERP's fields. A new one gets its GUID here, whatever the caller sends. The
 * connector receives and tests the configuration first; if that fails, nothing is stored and the connector's copy is
 * undone. A connection that moves to another connector starts anew there, with its links, and the old connector deletes
 * it. A retired one is left as by `deleteConnection`.
 */
export const saveConnection: Implementation<"ErpSync", "SaveConnection"> = async (input, session, resources) => {
  const connection = required(input.Connection, "Connection");
  const { store } = resources;
  const id = connection.ErpConnectionId ?? 0;
  const given = columnsOf(connection, resources);
  const access = accessIn(connection);
  const stored = id === 0 ? null : await existing(store.db, id);
  const stays = stored === null || (await isSameConnector(resources, stored.connector_id, given.connector_id));
  const moved = stays ? null : stored;
  // Resetting the connection's mark resets those of its types.
  const columns = moved ? { ...given, most_recent_timestamp: "" } : given;
  // A connector must not learn another one's configuration.
  const known = moved ? null : stored;
  const fields = (await configFieldsIn(connection, known?.id ?? 0, resources)) ?? (known ? null : []);
  await checkConnector(store.db, columns.connector_id);
  const address = { connector_id: columns.connector_id, connection_id: stored?.connection_id ?? randomUUID() };
  const tested = await orException(configure(resources, address, columns.deleted !== 0, known, fields));
  const saved = await store
    .write(async (transaction) => {
      await checkConnector(transaction, columns.connector_id);
      const row = await storeConnection(transaction, id, columns, address.connection_id, session);
      if (moved) await forgetBaselines(transaction, id);
      if (fields !== null) await replaceConfigFields(transaction, row.id, fields);
      if (access !== null) await replaceAccess(transaction, row.id, access);
      if (tested.erpFields !== null) await storeFields(transaction, row.id, tested.erpFields, session);
      return connectionOf(transaction, row, resources);
    })
    .catch(async (error) => {
      await tested.undo();
      throw error;
    });
  const left = moved ?? (stored?.deleted === 0 && columns.deleted !== 0 ? stored : null);
  if (left) await succeeds(connect(resources, left).then((client) => client.remove()));
  return withMaskedConfig(saved, resources);
};

async function existing(queries: Queries, id: number): Promise<Row<"erpconnection">> {
  const row = await connectionRowById(queries, id);
  if (row === undefined) throw unknownConnection(id);
  return row;
}

interface ConfiguredConnector {
  /** Null when the connector was not asked. */
  readonly erpFields: ErpFields | null;
  /** Restores the connector's previous configuration, as far as possible. */
  undo(): Promise<unknown>;
}

/**
 * Sends the configuration to a connector and tests it. `known` is the connection as stored for that connector. A
 * connection that is being retired needs no connector.
 */
async function configure(
  resources: Resources,
  address: Pick<Row<"erpconnection">, "connector_id" | "connection_id">,
  retired: boolean,
  known: Row<"erpconnection"> | null,
  fields: readonly ConfigField[] | null,
): Promise<ConfiguredConnector> {
  if (retired) return { erpFields: null, undo: async () => undefined };
  const id = known?.id ?? 0;
  const client = await connect(resources, { ...address, id });
  const before = await configFieldsOf(resources.store.db, id);
  const undo = () => succeeds(known?.deleted === 0 ? client.save(before) : client.remove());
  const given = fields?.map(({ field_key, field_value }) => [field_key, field_value] as const);
  try {
    await client.save(given === undefined ? before : Object.fromEntries(given));
    await client.test();
    return { erpFields: await fetchFields(client), undo };
  } catch (error) {
    const undone = undo();
    // A connector that timed out would time out again.
    if (!(error instanceof ConnectorError && error.timedOut)) await undone;
    throw error;
  }
}

function columnsOf(connection: ErpConnection, { settings }: Resources) {
  const isDeleted = connection.Deleted ?? false;
  const text = (member: "DisplayName" | "DisplayDescription" | "MostRecentTimestamp") => {
    const limit = { name: member, maxLength: maxLengthOf(ErpConnection, member) };
    return fitted(connection[member] ?? "", limit, settings.answers.overlongText);
  };
  return {
    connector_id: connection.ErpConnectorId ?? 0,
    display_name: text("DisplayName"),
    display_description: text("DisplayDescription"),
    most_recent_timestamp: text("MostRecentTimestamp"),
    active: (connection.Active ?? false) && !isDeleted ? 1 : 0,
    all_access: connection.AllAccess ? 1 : 0,
    deleted: isDeleted ? 1 : 0,
  };
}

interface ConfigField {
  readonly field_key: string;
  readonly field_value: string | null;
}

/** Returns the configuration to store; null to keep the stored one. */
async function configFieldsIn(
  { ConfigFields }: ErpConnection,
  id: number,
  resources: Resources,
): Promise<readonly ConfigField[] | null> {
  const { overlongText } = resources.settings.answers;
  if (ConfigFields === undefined || ConfigFields === null) return null;
  return Object.entries(await unmaskedConfig(ConfigFields, id, resources)).map(([key, value]) => {
    assertNotBlank(key, fieldKeyLimit.name);
    return {
      field_key: fitted(key, fieldKeyLimit, overlongText),
      field_value: value == null ? null : fitted(value, fieldValueLimit, overlongText),
    };
  });
}

interface Access {
  readonly associate_id: number | null;
  readonly user_group_id: number | null;
}

/** Returns the users and groups with access; null to keep the stored ones, as when all may use the connection. */
function accessIn({ AllAccess, UserGroupAccessIds, AssociateAccessIds }: ErpConnection): readonly Access[] | null {
  const groups = new Set(UserGroupAccessIds);
  const associates = new Set(AssociateAccessIds);
  if (AllAccess === true) return null;
  return [
    ...[...groups].map((user_group_id) => ({ associate_id: null, user_group_id })),
    ...[...associates].map((associate_id) => ({ associate_id, user_group_id: null })),
  ];
}

async function checkConnector(queries: Queries, id: number): Promise<void> {
  if ((await liveConnector(queries, id)) !== undefined) return;
  throw soException("SoNotFoundException", `There is no connector with id ${id}.`);
}

type ConnectionColumns = ReturnType<typeof columnsOf>;

async function storeConnection(
  queries: Queries,
  id: number,
  columns: ConnectionColumns,
  connectionId: string,
  session: Session,
): Promise<Row<"erpconnection">> {
  if (id === 0) {
    const row = { ...columns, ...auditOf(session), connection_id: connectionId };
    return queries.insertInto("erpconnection").values(row).returningAll().executeTakeFirstOrThrow();
  }
  const updated = queries.updateTable("erpconnection").set({ ...columns, ...changeOf(session) });
  const row = await updated.where("id", "=", id).returningAll().executeTakeFirst();
  if (row === undefined) throw unknownConnection(id);
  return row;
}

async function replaceConfigFields(queries: Queries, id: number, fields: readonly ConfigField[]): Promise<void> {
  await queries.deleteFrom("connectionconfigfield").where("connection_id", "=", id).execute();
  const rows = fields.map((field) => ({ connection_id: id, ...field }));
  await insertRows(queries, "connectionconfigfield", rows);
}

async function replaceAccess(queries: Queries, id: number, access: readonly Access[]): Promise<void> {
  await queries.deleteFrom("erpconnectionaccess").where("connection_id", "=", id).execute();
  const rows = access.map((one) => ({ connection_id: id, ...one, can_connect: 1, can_create_erp: 1 }));
  await insertRows(queries, "erpconnectionaccess", rows);
}
