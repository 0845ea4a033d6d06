import type { AgentImplementation } from "../agent-implementation.ts";
import {
  createDefaultErpSyncConnectorEntity,
  getErpSyncConnectorEntity,
  saveErpSyncConnectorEntity,
} from "./connectors.ts";
import { getConnection } from "./get-connection.ts";
import { saveConnection } from "./save-connection.ts";

/** Synchronization with ERPs: connectors, connections, mappings and links. */
export const erpSync: AgentImplementation<"ErpSync"> = {
  operations: {
    CreateDefaultErpSyncConnectorEntity: createDefaultErpSyncConnectorEntity,
    SaveErpSyncConnectorEntity: saveErpSyncConnectorEntity,
    GetErpSyncConnectorEntity: getErpSyncConnectorEntity,
    SaveConnection: saveConnection,
    GetConnection: getConnection,
  },
};
