import type { AgentImplementation } from "../agent-implementation.ts";
import { toggleErpConnectionActive, updateConnectionFields } from "./connections/connection-activation.ts";
import { getAllConnections, getErpConnectionConfigFields } from "./connections/connection-reads.ts";
import { getErpSyncConnectionSummary } from "./connections/connection-summary.ts";
import { deleteConnection } from "./connections/delete-connection.ts";
import { getConnection } from "./connections/get-connection.ts";
import { saveErpConnectionSyncPriorities } from "./connections/priorities.ts";
import { saveConnection } from "./connections/save-connection.ts";
import { supportsAdvancedSearch, testConnectionByConfig, testConnectionById } from "./connections/test-connection.ts";
import { canDeleteErpSyncConnectorEntity, deleteErpSyncConnectorEntity } from "./connectors/connector-deletes.ts";
import { getAllConnectors, getConfigurationFields, testConnectorUrl } from "./connectors/connector-reads.ts";
import {
  createDefaultErpSyncConnectorEntity,
  getErpSyncConnectorEntity,
  saveErpSyncConnectorEntity,
} from "./connectors/connectors.ts";
import {
  forceResync,
  forceResyncBatchTask,
  forceResyncExternal,
  forceResyncExternalNoBlankValues,
  forceResyncNoBlankValues,
  forceSyncAll,
  syncAllNow,
} from "./engine/engine-runs.ts";
import { changeEngineInterval, changeEngineStatus, getEngineStatus } from "./engine/engine-status.ts";
import { breakActorLink, createActorLink } from "./links/actor-link.ts";
import { connectActor, tryConnectActor } from "./links/connect-actor.ts";
import { createErpActorFromCrm } from "./links/create-erp-actor.ts";
import { getConnectionsAndDisplayFields } from "./links/display-fields.ts";
import { getErpFieldValues, getFieldValuesFromCrm, getFieldValuesFromErp } from "./links/linked-values.ts";
import { getActorTypeMapping, getCrmActorType } from "./mappings/actor-type-mappings.ts";
import { getDefaultValueInfo, saveDefaultValueInfo } from "./mappings/default-values.ts";
import { getFieldsForNewErpActor, validateArchiveColumnConfig } from "./mappings/field-metadata.ts";
import { moveErpFieldItem } from "./mappings/field-rank.ts";
import { getConnectionListMappings } from "./mappings/list-mappings.ts";
import { saveActorTypeMapping } from "./mappings/save-actor-type-mapping.ts";
import { saveConnectionListMappings } from "./mappings/save-list-mappings.ts";

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
