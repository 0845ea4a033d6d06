import { agent } from "../../kit/agent.ts";
import { connections } from "./connections.ts";
import { connectors } from "./connectors.ts";
import { engine } from "./engine.ts";
import { links } from "./links.ts";
import { mappings } from "./mappings.ts";

/** Keeping CRM records and the actors of an ERP in step: connectors, connections, mappings, links, and the engine. */
export const ErpSync = agent(
  "ErpSync",
  { description: "Keeping CRM records and the actors of an ERP in step." },
  // The WSDL's order, which is not by topic. `satisfies` finds those that are defined but not listed.
  {
    CreateDefaultErpSyncConnectorEntity: connectors.CreateDefaultErpSyncConnectorEntity,
    SaveErpSyncConnectorEntity: connectors.SaveErpSyncConnectorEntity,
    DeleteErpSyncConnectorEntity: connectors.DeleteErpSyncConnectorEntity,
    GetConnection: connections.GetConnection,
    SaveConnection: connections.SaveConnection,
    DeleteConnection: connections.DeleteConnection,
    GetConfigurationFields: connectors.GetConfigurationFields,
    GetErpConnectionConfigFields: connections.GetErpConnectionConfigFields,
    ToggleErpConnectionActive: connections.ToggleErpConnectionActive,
    TestConnectionById: connections.TestConnectionById,
    TestConnectionByConfig: connections.TestConnectionByConfig,
    SaveErpConnectionSyncPriorities: connections.SaveErpConnectionSyncPriorities,
    MoveErpFieldItem: mappings.MoveErpFieldItem,
    SupportsAdvancedSearch: connections.SupportsAdvancedSearch,
    GetAllConnectors: connectors.GetAllConnectors,
    GetAllConnections: connections.GetAllConnections,
    GetConnectionsAndDisplayFields: links.GetConnectionsAndDisplayFields,
    GetErpFieldValues: links.GetErpFieldValues,
    GetFieldsForNewErpActor: mappings.GetFieldsForNewErpActor,
    GetConnectionListMappings: mappings.GetConnectionListMappings,
    SaveConnectionListMappings: mappings.SaveConnectionListMappings,
    ConnectActor: links.ConnectActor,
    TryConnectActor: links.TryConnectActor,
    GetFieldValuesFromCrm: links.GetFieldValuesFromCrm,
    GetFieldValuesFromErp: links.GetFieldValuesFromErp,
    GetActorTypeMapping: mappings.GetActorTypeMapping,
    CreateActorLink: links.CreateActorLink,
    BreakActorLink: links.BreakActorLink,
    CreateErpActorFromCrm: links.CreateErpActorFromCrm,
    SaveActorTypeMapping: mappings.SaveActorTypeMapping,
    ValidateArchiveColumnConfig: mappings.ValidateArchiveColumnConfig,
    UpdateConnectionFields: connections.UpdateConnectionFields,
    GetCrmActorType: mappings.GetCrmActorType,
    GetErpSyncConnectionSummary: connections.GetErpSyncConnectionSummary,
    GetErpSyncConnectorEntity: connectors.GetErpSyncConnectorEntity,
    CanDeleteErpSyncConnectorEntity: connectors.CanDeleteErpSyncConnectorEntity,
    TestConnectorUrl: connectors.TestConnectorUrl,
    SaveDefaultValueInfo: mappings.SaveDefaultValueInfo,
    GetDefaultValueInfo: mappings.GetDefaultValueInfo,
    SyncAll: engine.SyncAll,
    ForceSyncAll: engine.ForceSyncAll,
    ForceResync: engine.ForceResync,
    ForceResyncNoBlankValues: engine.ForceResyncNoBlankValues,
    ForceResyncBatchTask: engine.ForceResyncBatchTask,
    ForceResyncExternal: engine.ForceResyncExternal,
    ForceResyncExternalNoBlankValues: engine.ForceResyncExternalNoBlankValues,
    GetEngineStatus: engine.GetEngineStatus,
    ChangeEngineStatus: engine.ChangeEngineStatus,
    ChangeEngineInterval: engine.ChangeEngineInterval,
  } satisfies Record<
    keyof (typeof connections & typeof connectors & typeof engine & typeof links & typeof mappings),
    unknown
  >,
);
