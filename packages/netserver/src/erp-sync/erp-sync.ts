import type { AgentImplementation } from "../agent-implementation.ts";
import { breakActorLink, createActorLink } from "./actor-link.ts";
import { getActorTypeMapping, getCrmActorType } from "./actor-type-mappings.ts";
import { connectActor, tryConnectActor } from "./connect-actor.ts";
import { toggleErpConnectionActive, updateConnectionFields } from "./connection-activation.ts";
import { getAllConnections, getErpConnectionConfigFields } from "./connection-reads.ts";
import { getErpSyncConnectionSummary } from "./connection-summary.ts";
import { canDeleteErpSyncConnectorEntity, deleteErpSyncConnectorEntity } from "./connector-deletes.ts";
import { getAllConnectors, getConfigurationFields, testConnectorUrl } from "./connector-reads.ts";
import {
  createDefaultErpSyncConnectorEntity,
  getErpSyncConnectorEntity,
  saveErpSyncConnectorEntity,
} from "./connectors.ts";
import { createErpActorFromCrm } from "./create-erp-actor.ts";
import { getDefaultValueInfo, saveDefaultValueInfo } from "./default-values.ts";
import { deleteConnection } from "./delete-connection.ts";
import { getConnectionsAndDisplayFields } from "./display-fields.ts";
import {
  forceResync,
  forceResyncBatchTask,
  forceResyncExternal,
  forceResyncExternalNoBlankValues,
  forceResyncNoBlankValues,
  forceSyncAll,
  syncAllNow,
} from "./engine-runs.ts";
import { changeEngineInterval, changeEngineStatus, getEngineStatus } from "./engine-status.ts";
import { getFieldsForNewErpActor, validateArchiveColumnConfig } from "./field-metadata.ts";
import { moveErpFieldItem } from "./field-rank.ts";
import { getConnection } from "./get-connection.ts";
import { getErpFieldValues, getFieldValuesFromCrm, getFieldValuesFromErp } from "./linked-values.ts";
import { getConnectionListMappings } from "./list-mappings.ts";
import { saveErpConnectionSyncPriorities } from "./priorities.ts";
import { saveActorTypeMapping } from "./save-actor-type-mapping.ts";
import { saveConnection } from "./save-connection.ts";
import { saveConnectionListMappings } from "./save-list-mappings.ts";
import { supportsAdvancedSearch, testConnectionByConfig, testConnectionById } from "./test-connection.ts";

/** Synchronization with ERPs: connectors, connections, mappings and links. */
export const erpSync: AgentImplementation<"ErpSync"> = {
  operations: {
    CreateDefaultErpSyncConnectorEntity: createDefaultErpSyncConnectorEntity,
    SaveErpSyncConnectorEntity: saveErpSyncConnectorEntity,
    GetErpSyncConnectorEntity: getErpSyncConnectorEntity,
    DeleteErpSyncConnectorEntity: deleteErpSyncConnectorEntity,
    CanDeleteErpSyncConnectorEntity: canDeleteErpSyncConnectorEntity,
    GetAllConnectors: getAllConnectors,
    TestConnectorUrl: testConnectorUrl,
    GetConfigurationFields: getConfigurationFields,
    SaveConnection: saveConnection,
    GetConnection: getConnection,
    GetAllConnections: getAllConnections,
    DeleteConnection: deleteConnection,
    GetErpConnectionConfigFields: getErpConnectionConfigFields,
    ToggleErpConnectionActive: toggleErpConnectionActive,
    TestConnectionById: testConnectionById,
    TestConnectionByConfig: testConnectionByConfig,
    SaveErpConnectionSyncPriorities: saveErpConnectionSyncPriorities,
    UpdateConnectionFields: updateConnectionFields,
    GetErpSyncConnectionSummary: getErpSyncConnectionSummary,
    SupportsAdvancedSearch: supportsAdvancedSearch,
    GetActorTypeMapping: getActorTypeMapping,
    SaveActorTypeMapping: saveActorTypeMapping,
    GetCrmActorType: getCrmActorType,
    MoveErpFieldItem: moveErpFieldItem,
    GetDefaultValueInfo: getDefaultValueInfo,
    SaveDefaultValueInfo: saveDefaultValueInfo,
    GetConnectionListMappings: getConnectionListMappings,
    SaveConnectionListMappings: saveConnectionListMappings,
    GetFieldsForNewErpActor: getFieldsForNewErpActor,
    ValidateArchiveColumnConfig: validateArchiveColumnConfig,
    GetConnectionsAndDisplayFields: getConnectionsAndDisplayFields,
    GetErpFieldValues: getErpFieldValues,
    GetFieldValuesFromCrm: getFieldValuesFromCrm,
    GetFieldValuesFromErp: getFieldValuesFromErp,
    CreateActorLink: createActorLink,
    BreakActorLink: breakActorLink,
    ConnectActor: connectActor,
    TryConnectActor: tryConnectActor,
    CreateErpActorFromCrm: createErpActorFromCrm,
    SyncAll: syncAllNow,
    ForceSyncAll: forceSyncAll,
    ForceResync: forceResync,
    ForceResyncNoBlankValues: forceResyncNoBlankValues,
    ForceResyncBatchTask: forceResyncBatchTask,
    ForceResyncExternal: forceResyncExternal,
    ForceResyncExternalNoBlankValues: forceResyncExternalNoBlankValues,
    GetEngineStatus: getEngineStatus,
    ChangeEngineStatus: changeEngineStatus,
    ChangeEngineInterval: changeEngineInterval,
  },
};
