import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { boolean, duration, int, string } from "../../kit/scalars.ts";
import { ErpSyncEngineStatus } from "./erp-sync-engine-status.ts";
import { ErpActorType, ErpConnectionId } from "./parameters.ts";
import { PluginResponse } from "./plugin-response.ts";

const internal = {
  ErpConnectionId: int({ description: "The connection that values come from; 0 when they come from the CRM." }),
  InternalKeyIds: nillable(arrayOf(int()), { description: "Internal keys of the linked records; none for all." }),
};
const external = {
  ErpConnectionId,
  ErpActorType,
  ExternalKeys: nillable(arrayOf(nillable(string())), { description: "The ERP's keys of the actors; none for all." }),
};

/**
 * The engine that syncs in the background, and syncing now. A sync may take long, and a second one beside it is
 * useless, hence no retries.
 */
export const engine = {
  SyncAll: writes({
    description: "Syncs all active connections now. Does nothing when the engine is stopped.",
    retry: "unsafe",
    input: {},
    answer: returns(nillable(PluginResponse)),
  }),
  ForceSyncAll: writes({
    description: "Syncs all active connections now, even when the engine is stopped.",
    retry: "unsafe",
    since: "Services86",
    input: {},
    answer: returns(nillable(PluginResponse)),
  }),
  ForceResync: writes({
    description: "Copies values of linked records one way, whether they changed or not.",
    retry: "unsafe",
    since: "Services86",
    input: internal,
    answer: returns(nillable(PluginResponse)),
  }),
  ForceResyncNoBlankValues: writes({
    description: "As `ForceResync`, but a blank value never replaces another. Meant for imports.",
    retry: "unsafe",
    since: "Services88",
    input: internal,
    answer: returns(nillable(PluginResponse)),
  }),
  ForceResyncBatchTask: writes({
    description: "As `ForceResync`, in the background.",
    retry: "unsafe",
    since: "Services86",
    input: internal,
    answer: returnsNothing(),
  }),
  ForceResyncExternal: writes({
    description: "As `ForceResync`, for actors by their keys in the ERP.",
    retry: "unsafe",
    since: "Services86",
    input: external,
    answer: returns(nillable(PluginResponse)),
  }),
  ForceResyncExternalNoBlankValues: writes({
    description: "As `ForceResyncExternal`, but a blank value never replaces another.",
    retry: "unsafe",
    since: "Services88",
    input: external,
    answer: returns(nillable(PluginResponse)),
  }),
  GetEngineStatus: reads({
    description: "What the background sync is doing.",
    input: {},
    answer: returns(nillable(ErpSyncEngineStatus)),
  }),
  ChangeEngineStatus: writes({
    description: "Starts or stops the background sync. Answers its state, in which the change may not show at once.",
    retry: "safe",
    input: { Run: boolean({ description: "True to start, false to stop." }) },
    answer: returns(nillable(ErpSyncEngineStatus)),
  }),
  ChangeEngineInterval: writes({
    description: "Sets how often the background sync runs.",
    retry: "safe",
    input: { Interval: duration({ description: "Time between two runs; above zero." }) },
    answer: returnsNothing(),
  }),
};
