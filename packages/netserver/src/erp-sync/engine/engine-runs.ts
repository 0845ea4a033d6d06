import type { Input } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import type { Arguments } from "../../call/arguments.ts";
import { unfitArgument } from "../../call/so-exception.ts";
import { readConfiguration } from "../connections/engine-configuration.ts";
import { createSyncReport } from "./sync-report.ts";
import { type Resync, resync, syncAll } from "./sync-runs.ts";

/** Syncs all active connections now, unless the engine is stopped. */
export const syncAllNow: Implementation<"ErpSync", "SyncAll"> = async (_input, session, resources) => {
  const { sync_running } = await readConfiguration(resources.store.db);
  if (sync_running !== 0) return syncAll(session, resources);
  const report = createSyncReport();
  report.informed("The engine is stopped, so nothing was synchronized.");
  return report.answer(resources);
};

/** Syncs all active connections now. */
export const forceSyncAll: Implementation<"ErpSync", "ForceSyncAll"> = (_input, session, resources) =>
  syncAll(session, resources);

/** Copies one way: from a connection to the CRM, or from the CRM to all connections. */
export const forceResync: Implementation<"ErpSync", "ForceResync"> = (input, session, resources) =>
  resync({ ...internalIn(input), blanks: "copy" }, session, resources);

/** Like `forceResync`, but blank values overwrite nothing. */
export const forceResyncNoBlankValues: Implementation<"ErpSync", "ForceResyncNoBlankValues"> = (
  input,
  session,
  resources,
) => resync({ ...internalIn(input), blanks: "keep" }, session, resources);

/** Like `forceResync`. Without a batch system, the work is done before the call returns. */
export const forceResyncBatchTask: Implementation<"ErpSync", "ForceResyncBatchTask"> = async (
  input,
  session,
  resources,
) => {
  await resync({ ...internalIn(input), blanks: "copy" }, session, resources);
};

/** Copies actors of a connection, by their keys in the ERP, to the CRM. */
export const forceResyncExternal: Implementation<"ErpSync", "ForceResyncExternal"> = (input, session, resources) =>
  resync({ ...externalIn(input), blanks: "copy" }, session, resources);

/** Like `forceResyncExternal`, but blank values overwrite nothing. */
export const forceResyncExternalNoBlankValues: Implementation<"ErpSync", "ForceResyncExternalNoBlankValues"> = (
  input,
  session,
  resources,
) => resync({ ...externalIn(input), blanks: "keep" }, session, resources);

function internalIn(input: Arguments<Input<"ErpSync", "ForceResync">>): Omit<Resync, "blanks"> {
  return {
    connectionId: input.ErpConnectionId,
    internalKeyIds: input.InternalKeyIds,
  };
}

function externalIn(input: Arguments<Input<"ErpSync", "ForceResyncExternal">>): Omit<Resync, "blanks"> {
  const connectionId = input.ErpConnectionId;
  const actorType = input.ErpActorType;
  const erpKeys = input.ExternalKeys;
  if (connectionId <= 0) throw unfitArgument("ErpConnectionId", "ErpConnectionId must name a connection.");
  if (actorType === "Unknown") throw unfitArgument("ErpActorType", "ErpActorType must not be Unknown.");
  return { connectionId, actors: { actorType, erpKeys } };
}
