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

/** The connector with an id. Rejects with `ConnectorError` when it is retired or nothing is known at its URL. */
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

/** Whether two connectors are entries for one and the same. */
export async function isSameConnector(resources: Resources, id: number, otherId: number): Promise<boolean> {
  if (id === otherId) return true;
  const connector = await orUndefined(connectorById(resources, id));
  return connector !== undefined && connector === (await orUndefined(connectorById(resources, otherId)));
}

/**
 * The ERP that a connection reaches. Rejects as `connectorById`. It must not be called within `store.write`: a connector
 * may use the store or take its time. `notice` is told of answers that went well but have something to say.
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

/** Another connector, and one whose connection is deleted, must not learn a connection's passwords. */
async function storedConfigOf(
  { store }: Resources,
  { id, connector_id }: Pick<Row<"erpconnection">, "id" | "connector_id">,
): Promise<FieldValues> {
  const row = await liveConnection(store.db, id);
  if (row?.connector_id !== connector_id) throw connectionNotActive(id);
  return configFieldsOf(store.db, id);
}
