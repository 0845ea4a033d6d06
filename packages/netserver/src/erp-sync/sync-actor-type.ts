import type { Row } from "../store/tables.ts";
import { crmActorTypes, erpActorTypes } from "./actor-types.ts";
import { rememberedOf } from "./baseline.ts";
import { type ActorsAnswer, unknownKey } from "./connector-answer.ts";
import { ConnectorFailure } from "./connector-failure.ts";
import { crmRecordType } from "./crm-fields.ts";
import type { ErpClient } from "./erp-client.ts";
import type { ErpActor } from "./erp-connector.ts";
import { laterOf } from "./last-modified.ts";
import { type MappedField, mappedFieldsOf } from "./mapped-fields.ts";
import { type ActorSync, syncActor } from "./sync-actor.ts";
import { type LinkState, linkPages } from "./sync-links.ts";
import { markOf, storeMark } from "./sync-marks.ts";
import type { SyncRun } from "./sync-plan.ts";

/** A type that is being synced. */
interface TypeSync extends Omit<ActorSync, "decide"> {
  readonly run: SyncRun;
  /** Actors that have changed in the ERP. */
  readonly changed: ActorsAnswer;
}

const nothing: ActorsAnswer = { actors: new Map(), refused: new Map() };

/**
 * Syncs the links to actors of one type, each of them on its own. Answers the latest change in the ERP that is synced
 * then; blank when nothing is known of that. Rejects with `ConnectorFailure` when the ERP fails as a whole.
 */
export async function syncActorType(
  connection: Row<"erpconnection">,
  type: Row<"erpconnectionactortype">,
  client: ErpClient,
  run: SyncRun,
): Promise<string> {
  const { store } = run.resources;
  const scope = {
    connectionId: connection.id,
    actorType: erpActorTypes.nameOf(type.actor_type_erp),
    crmType: crmActorTypes.nameOf(type.actor_type_crm),
  };
  const fields = (await mappedFieldsOf(store.db, type)).filter(({ syncToCrm, syncToErp }) => syncToCrm || syncToErp);
  if (fields.length === 0) return "";
  const sync = { client, scope, fields, session: run.session, resources: run.resources, run };
  if (run.plan.links === "all") {
    await syncLinks({ ...sync, changed: nothing });
    return "";
  }
  const mark = await markOf(store, connection, type.id);
  const changed = await client.changedSince(mark, scope.actorType, keysOf(fields));
  // Where something is left over, everything since the old mark is looked at again.
  if (!(await syncLinks({ ...sync, changed }))) return "";
  const latest = [...changed.actors.values()].reduce((last, { LastModified }) => laterOf(last, LastModified), mark);
  await storeMark(store, type.id, latest);
  return latest;
}

function keysOf(fields: readonly MappedField[]): string[] {
  return fields.map(({ erpKey }) => erpKey);
}

/** Answers whether everything that was due is synced. */
async function syncLinks(sync: TypeSync): Promise<boolean> {
  const { client, scope, fields, changed, run } = sync;
  const unlinked = new Map(changed.refused);
  let isComplete = true;
  for await (const page of linkPages(run.resources.store.db, scope)) {
    run.session.signal()?.throwIfAborted();
    for (const { erpKey } of page) unlinked.delete(erpKey);
    const links = page.filter((link) => run.plan.includes(link, scope.actorType) && isDue(link, sync));
    const others = links.map(({ erpKey }) => erpKey).filter((key) => !changed.actors.has(key));
    const asked = others.filter((key) => !changed.refused.has(key));
    const fetched = await client.actors(scope.actorType, asked, keysOf(fields));
    for (const link of links) {
      const actor = answerFor(link.erpKey, changed, fetched);
      isComplete = (await syncLink(link, actor, sync)) && isComplete;
    }
  }
  return reportUnlinked(unlinked, sync) && isComplete;
}

/** Whether a link may have something to sync: an end has changed, or what may go where. */
function isDue({ crm, baseline, erpKey }: LinkState, { fields, changed, run }: TypeSync): boolean {
  if (run.plan.links === "all" || changed.actors.has(erpKey) || changed.refused.has(erpKey)) return true;
  return fields.some((field) => {
    const known = rememberedOf(baseline, field);
    return known?.rule !== field.rule || known.seen !== crm?.[field.crm.key];
  });
}

/** What the ERP said of an actor; `undefined` when it has none such. */
function answerFor(key: string, changed: ActorsAnswer, fetched: ActorsAnswer): ErpActor | ConnectorFailure | undefined {
  const actor = changed.actors.get(key) ?? fetched.actors.get(key);
  // One that cannot even be told by its key may be any of those that are missing.
  return actor ?? changed.refused.get(key) ?? fetched.refused.get(key) ?? fetched.refused.get(unknownKey);
}

/** Nobody waits for an actor that is not linked, so it fails no run. Answers whether all of them are known to be that. */
function reportUnlinked(refused: ActorsAnswer["refused"], { scope, run }: TypeSync): boolean {
  for (const [key, failure] of refused) {
    if (key === unknownKey) run.report.failed(scope.actorType, failure);
    else run.report.warned(`${scope.actorType} ${key}: ${failure.techExplanation}`);
  }
  return !refused.has(unknownKey);
}

/** Answers false when the link must be looked at again. */
async function syncLink(
  link: LinkState,
  actor: ErpActor | ConnectorFailure | undefined,
  sync: TypeSync,
): Promise<boolean> {
  const { actorType, crmType } = sync.scope;
  const { plan, report } = sync.run;
  const where = `${actorType} ${link.erpKey}`;
  const { crm } = link;
  if (crm === undefined || actor === undefined) {
    const gone = crm === undefined ? `the CRM has no ${crmType} with id ${link.recordId}` : "the ERP has no such actor";
    report.warned(`${where}: ${gone} any more.`);
    return true;
  }
  try {
    if (actor instanceof ConnectorFailure) throw actor;
    const decide = plan.decide(crmType, link.recordId);
    const outcome = await syncActor({ ...link, crm }, actor, { ...sync, decide });
    if (outcome === "changed meanwhile") {
      report.warned(`${where}: changed while it was synchronized.`);
      return false;
    }
    for (const key of outcome.crmKeys) plan.wroteCrm(crmType, link.recordId, key);
    if (outcome.crmKeys.length > 0) report.updated(crmRecordType(crmType)?.table ?? "", link.recordId);
    return true;
  } catch (error) {
    // After one wait in vain the others would be in vain too.
    if (!(error instanceof ConnectorFailure) || error.timedOut) throw error;
    report.failed(where, error);
    return false;
  }
}
