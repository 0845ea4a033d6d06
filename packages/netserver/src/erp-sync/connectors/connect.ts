import type { ConnectorAnswer, ErpConnector, FieldValues } from "@superoffice-soap/schema";
import { redactorFor } from "../../erp-connector/configuration-fields.ts";
import {
  ConnectorError,
  connectionNotActive,
  orUndefined,
  unknownConnector,
} from "../../erp-connector/connector-error.ts";
import { createErpClient, type ErpClient } from "../../erp-connector/erp-client.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { configFieldsOf, liveConnection } from "../rows/connection-rows.ts";
import { liveConnector } from "../rows/live-connector.ts";

/** Finds a connector by id. Rejects with `ConnectorError` when it is retired or no connector is known at its URL. */
export async function connectorById({ store, erp }: Resources, id: number): Promise<ErpConnector> {
  const row = await liveConnector(store.db, id);
  const connector = row && erp.connectorAt(row.url);
  if (connector !== undefined) return connector;
  throw new ConnectorError({
    UserExplanation: "The connector cannot be reached.",
    TechExplanation: "No connector is known at the connector's URL.",
    ErrorCode: unknownConnector,
  });
}

/** Tells whether two connector ids stand for the same connector. */
export async function isSameConnector(resources: Resources, id: number, otherId: number): Promise<boolean> {
  if (id === otherId) return true;
  const connector = await orUndefined(connectorById(resources, id));
  return connector !== undefined && connector === (await orUndefined(connectorById(resources, otherId)));
}

/**
 * Connects to a connection's ERP. Rejects like `connectorById`. Must not be called within `store.write`: a connector
 * may use the store or take its time. `notice` receives successful answers that carry a message.
 */
export async function connect(
  resources: Resources,
  connection: Pick<Row<"erpconnection">, "id" | "connector_id" | "connection_id">,
  notice?: (answer: ConnectorAnswer) => void,
): Promise<ErpClient> {
  const { store, erp } = resources;
  const connector = await connectorById(resources, connection.connector_id);
  return createErpClient({
    connector,
    connectionId: connection.connection_id,
    calls: erp,
    storedConfig: () => storedConfigOf(resources, connection),
    redactor: async (sent) =>
      redactorFor(connector, [...sent, await configFieldsOf(store.db, connection.id)], resources),
    onSkipped: (operation, what) => erp.logSkipped(connector, operation, what),
    notice,
  });
}

/**
 * Reads a connection's configuration. Rejects when the connection was deleted or moved: no other connector may learn
 * its passwords.
 */
async function storedConfigOf(
  { store }: Resources,
  { id, connector_id }: Pick<Row<"erpconnection">, "id" | "connector_id">,
): Promise<FieldValues> {
  const row = await liveConnection(store.db, id);
  if (row?.connector_id !== connector_id) throw connectionNotActive(id);
  return configFieldsOf(store.db, id);
}
