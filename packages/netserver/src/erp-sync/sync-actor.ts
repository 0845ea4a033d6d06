import { NetServerError } from "@superoffice-soap/schema";
import { cut } from "../argument.ts";
import type { Resources } from "../resources.ts";
import type { Session } from "../session.ts";
import type { Queries } from "../store/store.ts";
import { ConnectorFailure } from "./connector-failure.ts";
import { type CrmValues, readCrmRecord, writeCrmRecord } from "./crm-records.ts";
import type { ErpClient } from "./erp-client.ts";
import type { ErpActor } from "./erp-connector.ts";
import type { Decide } from "./field-decision.ts";
import { canonicalFieldValue, FieldValueError } from "./field-value.ts";
import type { MappedField } from "./mapped-fields.ts";
import { type Baseline, type LinkScope, type LinkState, storeBaseline } from "./sync-links.ts";

/** What one link is synced with. */
export interface ActorSync {
  readonly client: ErpClient;
  readonly scope: LinkScope;
  readonly fields: readonly MappedField[];
  readonly decide: Decide;
  readonly session: Session;
  readonly resources: Resources;
}

/** What became of a link: the CRM fields that got values, or that it must wait since the record was changed meanwhile. */
export type ActorOutcome = { readonly crmKeys: readonly string[] } | "changed meanwhile";

const maxLoggedLength = 254;

/**
 * Moves values between the ends of one link: first to the ERP, then in one transaction to the CRM, with what both hold
 * remembered. When it breaks off in between, the next run finds the same values on both sides and has nothing to do.
 * Rejects with `ConnectorFailure` when the ERP fails or a value does not fit.
 */
export async function syncActor(
  link: LinkState & { readonly crm: CrmValues },
  actor: ErpActor,
  sync: ActorSync,
): Promise<ActorOutcome> {
  try {
    return await move(link, actor, sync);
  } catch (error) {
    if (error instanceof FieldValueError) throw unfit(error.message);
    // What the CRM refuses about a value; that the database fails is no NetServerError yet.
    throw error instanceof NetServerError ? unfit(error.message) : error;
  }
}

async function move(
  link: LinkState & { readonly crm: CrmValues },
  actor: ErpActor,
  sync: ActorSync,
): Promise<ActorOutcome> {
  const toCrm: Record<string, string> = {};
  const toErp: Record<string, string> = {};
  for (const field of sync.fields) {
    const base = link.baseline[field.erpKey];
    const isTold = Object.hasOwn(actor.FieldValues, field.erpKey);
    // A field that the connector leaves out is as it was, and goes nowhere.
    const erp = actor.FieldValues[field.erpKey] ?? (isTold ? "" : (base?.[1] ?? ""));
    const decision = sync.decide({ field, crm: link.crm[field.crm.key] ?? "", erp, base });
    if (decision === null) continue;
    if ("toErp" in decision) toErp[field.erpKey] = decision.toErp;
    else if (isTold) toCrm[field.crm.key] = decision.toCrm;
  }
  const sent = Object.keys(toErp).length > 0;
  const saved = sent ? await sync.client.saveActor({ ...actor, FieldValues: toErp }) : actor;
  const erp = { ...actor, LastModified: saved.LastModified, FieldValues: { ...actor.FieldValues, ...toErp } };
  const stored = await sync.resources.store.write((transaction) =>
    store(transaction, { link, before: actor, erp, toCrm, toErp }, sync),
  );
  return stored ? { crmKeys: Object.keys(toCrm) } : "changed meanwhile";
}

interface Movement {
  readonly link: LinkState & { readonly crm: CrmValues };
  readonly before: ErpActor;
  /** The actor as the ERP has it now. */
  readonly erp: ErpActor;
  readonly toCrm: Readonly<Record<string, string>>;
  readonly toErp: Readonly<Record<string, string>>;
}

/** False, and nothing stored, when the record or the link is not as it was when the values were read. */
async function store(transaction: Queries, movement: Movement, sync: ActorSync): Promise<boolean> {
  const { link, erp, toCrm } = movement;
  const { scope, fields, session, resources } = sync;
  const links = transaction.selectFrom("erpexternalkey").select("id").where("id", "=", link.externalKeyId);
  const current = await readCrmRecord(transaction, scope.crmType, link.recordId);
  const same = fields.every(({ crm }) => current?.[crm.key] === link.crm[crm.key]);
  if (!same || (await links.executeTakeFirst()) === undefined) return false;
  if (Object.keys(toCrm).length > 0) {
    const writer = { ...session, overlongText: resources.settings.answers.overlongText };
    await writeCrmRecord(transaction, scope.crmType, link.recordId, toCrm, writer);
  }
  const crm = (await readCrmRecord(transaction, scope.crmType, link.recordId)) ?? {};
  await logChanges(transaction, movement, sync);
  await storeBaseline(transaction, link.externalKeyId, baselineOf(fields, crm, erp, link.baseline));
  await stamp(transaction, link, erp, session);
  return true;
}

function baselineOf(
  fields: readonly MappedField[],
  crm: CrmValues,
  { FieldValues }: ErpActor,
  before: Baseline,
): Baseline {
  const entries = fields.flatMap(({ crm: { key }, erpKey, erpType }): (readonly [string, Baseline[string]])[] => {
    const known = before[erpKey];
    if (!Object.hasOwn(FieldValues, erpKey)) return known === undefined ? [] : [[erpKey, known]];
    return [[erpKey, [crm[key] ?? "", canonicalFieldValue(FieldValues[erpKey] ?? "", erpType)]]];
  });
  return Object.fromEntries(entries);
}

async function logChanges(transaction: Queries, { link, before, toCrm, toErp }: Movement, sync: ActorSync) {
  const rows = sync.fields.flatMap(({ crm, erpKey }) => {
    const target = crm.key in toCrm ? 1 : 0;
    if (target === 0 && !(erpKey in toErp)) return [];
    const [from, to] = target === 1 ? [link.crm[crm.key], toCrm[crm.key]] : [before.FieldValues[erpKey], toErp[erpKey]];
    return {
      external_key_id: link.externalKeyId,
      erp_field_key: erpKey,
      crm_field_key: crm.key,
      target_is_crm: target,
      old_value: cut(from ?? "", maxLoggedLength),
      new_value: cut(to ?? "", maxLoggedLength),
      created_at: sync.session.now,
    };
  });
  if (rows.length > 0) await transaction.insertInto("erpsynclog").values(rows).execute();
}

async function stamp(transaction: Queries, link: LinkState, { LastModified }: ErpActor, { now }: Session) {
  const external = transaction.updateTable("erpexternalkey").set({ most_recent_timestamp: LastModified });
  await external.where("id", "=", link.externalKeyId).execute();
  const internal = transaction.updateTable("erpinternalkey").set({ most_recent_timestamp: now });
  await internal.where("id", "=", link.internalKeyId).execute();
}

function unfit(message: string): ConnectorFailure {
  return new ConnectorFailure({
    UserExplanation: "A value does not fit the other side.",
    TechExplanation: message,
    ErrorCode: "InvalidValue",
  });
}
