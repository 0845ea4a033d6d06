import type { ErpActor } from "@superoffice-soap/schema";
import { crmRecordType } from "../../crm/crm-field.ts";
import { crmActorTypes, erpActorTypes } from "../../erp-connector/actor-types.ts";
import { ConnectorError } from "../../erp-connector/connector-error.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import { type ActorsAnswer, noActors, unknownKey } from "../../erp-connector/validate-answer.ts";
import type { Row } from "../../store/tables.ts";
import { assertStillActive } from "../connections/active-connections.ts";
import { type Baseline, fieldBaselineOf, isSame, storeBaseline, unsettled } from "../mappings/baseline.ts";
import { type MappedField, mappedFieldsOf } from "../mappings/mapped-field.ts";
import { highWaterMarkOf, storeHighWaterMark } from "./high-water-marks.ts";
import { laterOf } from "./last-modified.ts";
import { type LinkState, linkPages } from "./link-pages.ts";
import { type ActorSync, syncActor } from "./sync-actor.ts";
import type { SyncRun } from "./sync-plan.ts";

/** The state of one actor type's sync. */
interface TypeSync extends Omit<ActorSync, "rule"> {
  readonly run: SyncRun;
  readonly connection: Row<"erpconnection">;
  /** The actors that changed in the ERP. */
  readonly changed: ActorsAnswer;
}

/**
 * Syncs the links to actors of one type, one by one. Returns the latest ERP change that was read, or blank when that is
 * unknown. Rejects with `ConnectorError` when the ERP fails as a whole or the connection is stopped meanwhile.
 */
export async function syncActorType(
  connection: Row<"erpconnection">,
  type: Row<"erpconnectionactortype">,
  client: ErpClient,
  run: SyncRun,
): Promise<string> {
  const { store } = run.resources;
  await assertStillActive(store.db, connection);
  const scope = {
    connectionId: connection.id,
    actorType: erpActorTypes.nameOf(type.actor_type_erp),
    crmType: crmActorTypes.nameOf(type.actor_type_crm),
  };
  const fields = (await mappedFieldsOf(store.db, type)).filter(({ syncToCrm, syncToErp }) => syncToCrm || syncToErp);
  if (fields.length === 0) return "";
  const sync = { connection, client, scope, fields, session: run.session, resources: run.resources, run };
  if (run.plan.links === "all") {
    await syncLinks({ ...sync, changed: noActors });
    return "";
  }
  const mark = await highWaterMarkOf(store, connection, type.id);
  const changed = await client.changedSince(mark, scope.actorType, keysOf(fields));
  await syncLinks({ ...sync, changed });
  // An actor without a key may be any actor, so everything since the old mark is read again.
  if (changed.refused.has(unknownKey)) return "";
  const latest = [...changed.actors.values()].reduce((last, { LastModified }) => laterOf(last, LastModified), mark);
  if (latest !== mark) await storeHighWaterMark(store, type.id, latest);
  return latest;
}

function keysOf(fields: readonly MappedField[]): string[] {
  return fields.map(({ erpKey }) => erpKey);
}

async function syncLinks(sync: TypeSync): Promise<void> {
  const { scope, changed, connection, run } = sync;
  const { db } = run.resources.store;
  const unlinked = new Map(changed.refused);
  for await (const page of linkPages(db, scope)) {
    run.session.signal()?.throwIfAborted();
    await assertStillActive(db, connection);
    for (const { erpKey } of page) unlinked.delete(erpKey);
    const links = page.filter((link) => run.plan.includes(link, scope.actorType) && isDue(link, sync));
    const answers = await answersFor(links, sync);
    for (const link of links) await syncLink(link, answers(link.erpKey), sync);
  }
  reportUnlinked(unlinked, sync);
}

/** Makes the next run read a link again, although the mark moves past its actor's change. */
async function leaveDue({ externalKeyId, baseline, erpKey }: LinkState, { changed, run }: TypeSync): Promise<void> {
  const due = unsettled(baseline);
  if (!isChanged(erpKey, changed) || isSame(baseline, due)) return;
  await run.resources.store.write((transaction) => storeBaseline(transaction, externalKeyId, due));
}

function isChanged(key: string, { actors, refused }: ActorsAnswer): boolean {
  return actors.has(key) || refused.has(key);
}

/** Tells whether a link may have something to sync: an end or a field's rule has changed. */
function isDue({ crm, baseline, erpKey }: LinkState, { fields, changed, run }: TypeSync): boolean {
  if (run.plan.links === "all" || isChanged(erpKey, changed)) return true;
  return fields.some((field) => {
    const known = fieldBaselineOf(baseline, field);
    return known?.rule !== field.rule || known.seen !== crm?.[field.crm.key];
  });
}

type Answer = ErpActor | ConnectorError | undefined;

/**
 * Returns a look-up of the links' actors in the ERP by key; it gives `undefined` for one that the ERP does not have.
 */
async function answersFor(links: readonly LinkState[], sync: TypeSync): Promise<(key: string) => Answer> {
  const { changed, fields } = sync;
  const unknown = links.filter(({ erpKey, baseline }) => {
    const actor = changed.actors.get(erpKey);
    return actor === undefined ? !changed.refused.has(erpKey) : !isEnough(actor, baseline, fields);
  });
  const asked = new Set(unknown.map(({ erpKey }) => erpKey));
  const fetched = await fetchActors([...asked], sync);
  return (key) => {
    const reported = changed.actors.get(key);
    if (!asked.has(key)) return reported ?? changed.refused.get(key);
    const more = fetched.actors.get(key);
    if (reported && more)
      return { ...reported, ...more, FieldValues: { ...reported.FieldValues, ...more.FieldValues } };
    // An actor without a key may be any of the missing ones.
    return more ?? fetched.refused.get(key) ?? fetched.refused.get(unknownKey) ?? reported;
  };
}

/** Tells whether the baseline knows every field that an actor leaves out. */
function isEnough({ FieldValues }: ErpActor, baseline: Baseline, fields: readonly MappedField[]): boolean {
  return fields.every((field) => Object.hasOwn(FieldValues, field.erpKey) || fieldBaselineOf(baseline, field)?.agreed);
}

/** Fetches actors. A failed call does not stop the others, unless it timed out. */
async function fetchActors(keys: readonly string[], { client, scope, fields }: TypeSync): Promise<ActorsAnswer> {
  try {
    return await client.actors(scope.actorType, keys, keysOf(fields));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.timedOut) throw error;
    return { ...noActors, refused: new Map([[unknownKey, error]]) };
  }
}

/** Reports refused actors that are not linked as warnings: they fail no run. */
function reportUnlinked(refused: ActorsAnswer["refused"], { scope, run }: TypeSync): void {
  for (const [key, failure] of refused) {
    if (key === unknownKey) run.report.failed(scope.actorType, failure);
    else run.report.warned(`${scope.actorType} ${key}: ${failure.techExplanation}`);
  }
}

async function syncLink(link: LinkState, actor: Answer, sync: TypeSync): Promise<void> {
  const { actorType, crmType } = sync.scope;
  const { plan, report } = sync.run;
  const where = `${actorType} ${link.erpKey}`;
  const { crm } = link;
  if (crm === undefined || actor === undefined) {
    const gone = crm === undefined ? `the CRM has no ${crmType} with id ${link.recordId}` : "the ERP has no such actor";
    report.warned(`${where}: ${gone} any more.`);
    return;
  }
  try {
    if (actor instanceof ConnectorError) throw actor;
    const rule = plan.ruleFor(crmType, link.recordId);
    const outcome = await syncActor({ ...link, crm }, actor, { ...sync, rule });
    if (outcome === "changed meanwhile") {
      report.warned(`${where}: changed while it was synchronized.`);
      return;
    }
    for (const key of outcome.crmKeys) plan.wroteCrm(crmType, link.recordId, key);
    if (outcome.crmKeys.length > 0) report.updated(crmRecordType(crmType)?.table ?? "", link.recordId);
  } catch (error) {
    // Stop after the first timeout: the rest would time out as well.
    if (!(error instanceof ConnectorError) || error.timedOut) throw error;
    report.failed(where, error);
    await leaveDue(link, sync);
  }
}
