import type { CrmActorType, ErpActorType, PluginResponse } from "@superoffice-soap/schema";
import type { Session } from "../../call/session.ts";
import { connectionNotActive } from "../../erp-connector/connector-error.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { activeConnections } from "../connections/active-connections.ts";
import { priorityOf, ranksIn, readConfiguration } from "../connections/engine-configuration.ts";
import { assertMayUse, mayUse } from "../rows/access.ts";
import { liveConnection } from "../rows/connection-rows.ts";
import { changedEndWins, sourceWins } from "./conflict-rule.ts";
import { syncConnection } from "./sync-connection.ts";
import type { SyncPlan } from "./sync-plan.ts";
import { createSyncReport, type SyncReport } from "./sync-report.ts";

/** Syncs all active connections, those of higher priority first. */
export function syncAll(session: Session, resources: Resources): Promise<PluginResponse> {
  return resources.erp.runExclusive(() => syncByChange(session, resources));
}

/** Like `syncAll`, but returns `undefined` if another server holds the sync lock. */
export function trySyncAll(session: Session, resources: Resources): Promise<PluginResponse | undefined> {
  return resources.erp.tryRunExclusive(() => syncByChange(session, resources));
}

async function syncByChange(session: Session, resources: Resources): Promise<PluginResponse> {
  const report = createSyncReport();
  const ranks = ranksIn(await readConfiguration(resources.store.db));
  const writers = new Map<string, number>();
  for (const connection of await activeConnections(resources.store.db, ranks)) {
    const plan = planByChange(priorityOf(connection.id, ranks), priorityOf(0, ranks), writers);
    await syncConnection(connection, { plan, report, session, resources });
  }
  return report.answer(resources);
}

/** Plans a sync of changes. A value written earlier in the run has the priority of the connection that wrote it. */
function planByChange(priority: number, crmPriority: number, writers: Map<string, number>): SyncPlan {
  const targetOf = (type: CrmActorType, id: number, key: string) => `${type}:${id}:${key}`;
  return {
    links: "changed",
    includes: () => true,
    ruleFor: (type, id) =>
      changedEndWins(({ crm }) =>
        priority < (writers.get(targetOf(type, id, crm.key)) ?? crmPriority) ? "erp" : "crm",
      ),
    wroteCrm: (type, id, key) => writers.set(targetOf(type, id, key), priority),
  };
}

/** The values to copy one way. */
export interface Resync {
  /** The source connection; 0 for the CRM. */
  readonly connectionId: number;
  readonly blanks: "copy" | "keep";
  /** Internal keys; none for all. */
  readonly internalKeyIds?: readonly number[];
  /** Type and keys of actors; no keys for all of the type. */
  readonly actors?: { readonly actorType: ErpActorType; readonly erpKeys: readonly string[] };
}

/**
 * Copies values one way, changed or not: from one connection, or from the CRM to all active connections that the user
 * may use. Throws SoSentryException for a connection that the user may not use.
 */
export function resync(wanted: Resync, session: Session, resources: Resources): Promise<PluginResponse> {
  return resources.erp.runExclusive(async () => {
    const report = createSyncReport();
    const plan = planBySource(wanted);
    const connections = wanted.connectionId > 0 ? await sourceOf(wanted, session, resources) : null;
    if (connections?.length === 0) report.failed("Resync", connectionNotActive(wanted.connectionId));
    for (const connection of connections ?? (await usableConnections(report, session, resources))) {
      await syncConnection(connection, { plan, report, session, resources });
    }
    // After a failure it is unknown which links were not reached.
    if (report.failures() === 0) {
      for (const missing of plan.unseen()) report.warned(`${missing}: no active link, so nothing was copied.`);
    }
    return report.answer(resources);
  });
}

/** Returns the source connection; none when it is not active. */
async function sourceOf(
  { connectionId }: Resync,
  session: Session,
  resources: Resources,
): Promise<Row<"erpconnection">[]> {
  const { db } = resources.store;
  const connection = await liveConnection(db, connectionId);
  if (connection === undefined) return [];
  await assertMayUse(db, connection, session);
  return connection.active === 0 ? [] : [connection];
}

/** Returns the active connections that the user may use. */
async function usableConnections(
  report: SyncReport,
  session: Session,
  resources: Resources,
): Promise<Row<"erpconnection">[]> {
  const usable: Row<"erpconnection">[] = [];
  for (const connection of await activeConnections(resources.store.db, [])) {
    if (await mayUse(resources.store.db, connection, session)) usable.push(connection);
    else report.warned(`${connection.display_name}: you have no access, so nothing was copied.`);
  }
  return usable;
}

function planBySource({ connectionId, blanks, internalKeyIds = [], actors }: Resync) {
  const ids = new Set(internalKeyIds);
  const keys = new Set(actors?.erpKeys ?? []);
  const unseenIds = new Set(ids);
  const unseenKeys = new Set(keys);
  const rule = sourceWins(connectionId > 0 ? "erp" : "crm", blanks);
  const plan: SyncPlan & { unseen(): string[] } = {
    links: "all",
    includes({ internalKeyId, erpKey }, actorType) {
      if (actors !== undefined && actorType !== actors.actorType) return false;
      if (ids.size > 0 && !ids.has(internalKeyId)) return false;
      if (keys.size > 0 && !keys.has(erpKey)) return false;
      unseenIds.delete(internalKeyId);
      unseenKeys.delete(erpKey);
      return true;
    },
    ruleFor: () => rule,
    wroteCrm: () => undefined,
    unseen: () => [
      ...[...unseenIds].map((id) => `Internal key ${id}`),
      ...[...unseenKeys].map((key) => `${actors?.actorType} ${key}`),
    ],
  };
  return plan;
}
