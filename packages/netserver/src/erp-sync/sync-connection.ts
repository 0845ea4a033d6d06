import type { CrmActorType, ErpActorType } from "@superoffice-soap/schema";
import type { Resources } from "../resources.ts";
import type { Session } from "../session.ts";
import type { Row } from "../store/tables.ts";
import { crmActorTypes, erpActorTypes } from "./actor-types.ts";
import { clientOf } from "./clients.ts";
import { ConnectorFailure } from "./connector-failure.ts";
import { crmRecordType } from "./crm-fields.ts";
import type { ErpClient } from "./erp-client.ts";
import type { ConnectorAnswer, ErpActor } from "./erp-connector.ts";
import type { Decide } from "./field-decision.ts";
import { laterOf } from "./last-modified.ts";
import { type MappedField, mappedFieldsOf } from "./mapped-fields.ts";
import { type ActorSync, syncActor } from "./sync-actor.ts";
import { type LinkState, linkPages } from "./sync-links.ts";
import type { SyncReport } from "./sync-report.ts";

/** What is to be synced, and how. */
export interface SyncPlan {
  /** Every link, or only those where something seems to have changed. */
  readonly links: "changed" | "all";
  /** Whether a link takes part. */
  includes(link: Pick<LinkState, "internalKeyId" | "erpKey">, actorType: ErpActorType): boolean;
  decide(crmType: CrmActorType, recordId: number): Decide;
  /** Says that a record got a value. */
  wroteCrm(crmType: CrmActorType, recordId: number, crmKey: string): void;
}

interface Run {
  readonly plan: SyncPlan;
  readonly report: SyncReport;
  readonly session: Session;
  readonly resources: Resources;
}

/** Syncs the links of one connection. What fails is reported; only the store's own failures reject. */
export async function syncConnection(connection: Row<"erpconnection">, run: Run): Promise<void> {
  const { store } = run.resources;
  const failuresBefore = run.report.failures();
  const types = store.db.selectFrom("erpconnectionactortype").selectAll().where("connection_id", "=", connection.id);
  let latest = connection.most_recent_timestamp;
  try {
    const client = await clientOf(run.resources, connection, (answer) => notice(connection, answer, run.report));
    for (const type of await types.where("is_active", "=", 1).orderBy("actor_type_erp").execute()) {
      latest = laterOf(latest, await syncActorType(connection, type, client, run));
    }
  } catch (error) {
    if (!(error instanceof ConnectorFailure)) throw error;
    run.report.failed(connection.display_name, error);
    return;
  }
  // Where something failed, everything since the old mark is looked at again.
  const clean = run.report.failures() === failuresBefore && run.plan.links === "changed";
  await finish(connection.id, clean ? latest : connection.most_recent_timestamp, run);
}

function notice({ display_name }: Row<"erpconnection">, answer: ConnectorAnswer, report: SyncReport): void {
  const text = answer.UserExplanation || answer.TechExplanation;
  if (!text) return;
  if (answer.Status === "Warning") report.warned(`${display_name}: ${text}`);
  else report.informed(`${display_name}: ${text}`);
}

async function finish(connectionId: number, latest: string, { resources, session }: Run): Promise<void> {
  await resources.store.write(async (transaction) => {
    const marked = transaction.updateTable("erpconnection").set({ most_recent_timestamp: latest });
    await marked.where("id", "=", connectionId).execute();
    await transaction
      .insertInto("erpsyncrun")
      .values({ connection_id: connectionId, synced_at: session.now })
      .onConflict((conflict) => conflict.column("connection_id").doUpdateSet({ synced_at: session.now }))
      .execute();
  });
}

/** Answers the latest change that the ERP told of. */
async function syncActorType(
  connection: Row<"erpconnection">,
  type: Row<"erpconnectionactortype">,
  client: ErpClient,
  run: Run,
): Promise<string> {
  const { db } = run.resources.store;
  const scope = {
    connectionId: connection.id,
    actorType: erpActorTypes.nameOf(type.actor_type_erp),
    crmType: crmActorTypes.nameOf(type.actor_type_crm),
  };
  const fields = (await mappedFieldsOf(db, type)).filter(({ syncToCrm, syncToErp }) => syncToCrm || syncToErp);
  if (fields.length === 0) return "";
  const fieldKeys = fields.map(({ erpKey }) => erpKey);
  const reported =
    run.plan.links === "all"
      ? []
      : await client.changedSince(connection.most_recent_timestamp, scope.actorType, fieldKeys);
  const changed = new Map(reported.map((actor) => [actor.ErpKey, actor]));
  const sync = { client, scope, fields, session: run.session, resources: run.resources };
  for await (const page of linkPages(db, scope)) {
    run.session.signal()?.throwIfAborted();
    const links = page.filter((link) => run.plan.includes(link, scope.actorType) && isDue(link, fields, changed, run));
    const others = links.map(({ erpKey }) => erpKey).filter((key) => !changed.has(key));
    const fetched = await client.actors(scope.actorType, others, fieldKeys);
    for (const link of links) await syncLink(link, changed.get(link.erpKey) ?? fetched.get(link.erpKey), sync, run);
  }
  return reported.reduce((latest, { LastModified }) => laterOf(latest, LastModified), "");
}

/** Whether a link may have something to sync: an end has changed, or a field was mapped since. */
function isDue(
  { crm, baseline, erpKey }: LinkState,
  fields: readonly MappedField[],
  changed: ReadonlyMap<string, ErpActor>,
  { plan }: Run,
): boolean {
  if (plan.links === "all" || changed.has(erpKey)) return true;
  return fields.some((field) => baseline[field.erpKey]?.[0] !== crm?.[field.crm.key]);
}

async function syncLink(
  link: LinkState,
  actor: ErpActor | undefined,
  sync: Omit<ActorSync, "decide">,
  { plan, report }: Run,
): Promise<void> {
  const { actorType, crmType } = sync.scope;
  const where = `${actorType} ${link.erpKey}`;
  const { crm } = link;
  if (crm === undefined) return report.warned(`${where}: the CRM has no ${crmType} with id ${link.recordId} any more.`);
  if (actor === undefined) return report.warned(`${where}: the ERP has no such actor any more.`);
  try {
    const decide = plan.decide(crmType, link.recordId);
    const outcome = await syncActor({ ...link, crm }, actor, { ...sync, decide });
    if (outcome === "changed meanwhile") return report.warned(`${where}: changed while it was synchronized.`);
    for (const key of outcome.crmKeys) plan.wroteCrm(crmType, link.recordId, key);
    if (outcome.crmKeys.length > 0) report.updated(crmRecordType(crmType)?.table ?? "", link.recordId);
  } catch (error) {
    // After one wait in vain the others would be in vain too.
    if (!(error instanceof ConnectorFailure) || error.timedOut) throw error;
    report.failed(where, error);
  }
}
