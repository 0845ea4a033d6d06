import type { Resources } from "../resources.ts";
import type { Row } from "../store/tables.ts";
import { configFieldsOf } from "./connection-rows.ts";
import { ConnectorFailure, unknownConnector } from "./connector-failure.ts";
import { createErpClient, type ErpClient } from "./erp-client.ts";
import type { ConnectorAnswer, ErpConnector } from "./erp-connector.ts";

/** The connector with an id. Rejects with `ConnectorFailure` when it is retired or nothing is known at its URL. */
export async function connectorById({ store, erp }: Resources, id: number): Promise<ErpConnector> {
  const connectors = store.db.selectFrom("erpconnector").select("url").where("id", "=", id).where("deleted", "=", 0);
  const row = await connectors.executeTakeFirst();
  const connector = row && erp.connectorAt(row.url);
  if (connector !== undefined) return connector;
  throw new ConnectorFailure({
    UserExplanation: "The connector cannot be reached.",
    TechExplanation: "No connector is known at the connector's URL.",
    ErrorCode: unknownConnector,
  });
}

/**
 * The ERP that a connection reaches. Rejects as `connectorById`. It must not be called within `store.write`: a connector
 * may use the store or take its time. `notice` is told of answers that went well but have something to say.
 */
export async function clientOf(
  resources: Resources,
  connection: Pick<Row<"erpconnection">, "id" | "connector_id" | "connection_id">,
  notice?: (answer: ConnectorAnswer) => void,
): Promise<ErpClient> {
  return createErpClient({
    connector: await connectorById(resources, connection.connector_id),
    connectionId: connection.connection_id,
    limits: resources.erp.limits,
    storedConfig: () => configFieldsOf(resources.store.db, connection.id),
    notice,
  });
}
