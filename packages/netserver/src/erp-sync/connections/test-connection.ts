import type { Implementation } from "../../agent-implementation.ts";
import { callConnector } from "../../erp-connector/call-connector.ts";
import { redactorFor } from "../../erp-connector/configuration-fields.ts";
import { orUndefined, succeeds } from "../../erp-connector/connector-error.ts";
import { readOk } from "../../erp-connector/validate-answer.ts";
import type { Resources } from "../../resources.ts";
import { connect, connectorById } from "../connectors/connect.ts";
import { assertMayUse } from "../rows/access.ts";
import { liveConnection } from "../rows/connection-rows.ts";
import { liveConnector } from "../rows/live-connector.ts";
import { unmaskedConfig } from "./masked-config.ts";

/** Tests a connection as it is stored. Returns false for one that does not exist. */
export const testConnectionById: Implementation<"ErpSync", "TestConnectionById"> = async (
  input,
  _session,
  resources,
) => {
  const row = await liveConnection(resources.store.db, input.ErpConnectionId);
  if (row === undefined) return false;
  return succeeds(connect(resources, row).then((client) => client.test()));
};

/** Tests a configuration. The id is a connector's or, when there is no such connector, a connection's. */
export const testConnectionByConfig: Implementation<"ErpSync", "TestConnectionByConfig"> = async (
  input,
  _session,
  resources,
) => {
  const id = input.ErpConnectionId;
  const tried = await triedAt(resources, id);
  if (tried === undefined) return false;
  const config = await unmaskedConfig(input.ConfigFields ?? {}, tried.connectionId, resources);
  return succeeds(
    connectorById(resources, tried.connectorId).then((connector) =>
      callConnector(resources.erp, {
        connector,
        operation: "testConfigData",
        work: (signal) => connector.testConfigData(config, signal),
        read: readOk,
        redactor: () => redactorFor(connector, [config], resources),
      }),
    ),
  );
};

/** Resolves an id to a connector and, if it is a connection's, the connection; else 0. */
async function triedAt({ store }: Resources, id: number) {
  const connector = await liveConnector(store.db, id);
  if (connector !== undefined) return { connectorId: connector.id, connectionId: 0 };
  const connection = await liveConnection(store.db, id);
  return connection && { connectorId: connection.connector_id, connectionId: connection.id };
}

/** Tells whether actors of a type can be searched by criteria. False when the connector fails. */
export const supportsAdvancedSearch: Implementation<"ErpSync", "SupportsAdvancedSearch"> = async (
  input,
  session,
  resources,
) => {
  const actorType = input.ErpActorType;
  const row = await liveConnection(resources.store.db, input.ErpConnectionId);
  if (row === undefined) return false;
  await assertMayUse(resources.store.db, row, session);
  if (actorType === "Unknown") return false;
  const keys = await orUndefined(connect(resources, row).then((client) => client.searchableFields(actorType)));
  return keys !== undefined && keys.length > 0;
};
