import type { ErpActor } from "@superoffice-soap/schema";
import { NetServerError } from "@superoffice-soap/schema";
import type { Session } from "../../call/session.ts";
import { cut } from "../../call/text-limit.ts";
import {
  assertCrmValues,
  type CrmValues,
  type CrmWriter,
  readCrmRecord,
  writeCrmRecord,
} from "../../crm/crm-values.ts";
import { ConnectorError } from "../../erp-connector/connector-error.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import { canonicalFieldValue } from "../../erp-connector/field-value.ts";
import { FieldValueError } from "../../erp-connector/field-value-error.ts";
import type { Resources } from "../../resources.ts";
import { insertRows } from "../../store/insert-rows.ts";
import type { Queries } from "../../store/store.ts";
import {
  type Baseline,
  type FieldBaseline,
  fieldBaselineOf,
  isSame,
  storeBaseline,
  unsettled,
} from "../mappings/baseline.ts";
import type { MappedField } from "../mappings/mapped-field.ts";
import type { ConflictRule, FieldOutcome } from "./conflict-rule.ts";
import type { LinkScope, LinkState } from "./link-pages.ts";

/** The inputs to the sync of one link. */
export interface ActorSync {
  readonly client: ErpClient;
  readonly scope: LinkScope;
  readonly fields: readonly MappedField[];
  readonly rule: ConflictRule;
  readonly session: Session;
  readonly resources: Resources;
}

/**
 * The outcome for one link: the CRM fields that were written, or that it must wait since its record changed meanwhile.
 */
export type ActorOutcome = { readonly crmKeys: readonly string[] } | "changed meanwhile";

/** A link to an existing record. */
type LiveLink = LinkState & { readonly crm: CrmValues };

const maxLoggedLength = 254;

/**
 * Moves values between the ends of one link: first to the ERP, then, in one transaction, to the CRM and the baseline.
 * If this breaks off in between, the next run finds equal values on both sides and does nothing. Rejects with
 * `ConnectorError` when the ERP fails or a value does not fit; then neither end is changed.
 */
export async function syncActor(link: LiveLink, actor: ErpActor, sync: ActorSync): Promise<ActorOutcome> {
  try {
    return await move(link, actor, sync);
  } catch (error) {
    if (error instanceof FieldValueError) throw unfit(error.message);
    // A NetServerError is the CRM's refusal of a value; a failing database is not one yet.
    throw error instanceof NetServerError ? unfit(error.message) : error;
  }
}

/** A field and the rule's outcome for it. */
interface FieldMove {
  readonly field: MappedField;
  readonly known: FieldBaseline | undefined;
  readonly crm: string;
  /** The ERP's value as the connector reports it; `undefined` for a field that it left out, which has not changed. */
  readonly erp: string | undefined;
  readonly decision: FieldOutcome;
}

async function move(link: LiveLink, actor: ErpActor, sync: ActorSync): Promise<ActorOutcome> {
  const reported = new Map(Object.entries(actor.FieldValues));
  const moves = sync.fields.map((field) => moveOf(field, link, reported, sync.rule));
  const toErp = valuesTo("erp", moves, ({ erpKey }) => erpKey);
  const toCrm = valuesTo("crm", moves, ({ crm }) => crm.key);
  const crmKeys = Object.keys(toCrm);
  const sent = Object.keys(toErp).length > 0;
  if (!sent && crmKeys.length === 0 && isSame(link.baseline, baselineAfter(link, moves, link.crm))) return { crmKeys };
  if (sent && crmKeys.length > 0) {
    await assertCrmValues(sync.resources.store.db, sync.scope.crmType, toCrm, writerOf(sync));
  }
  const { LastModified } = sent ? await sync.client.saveActor({ ...actor, FieldValues: toErp }) : actor;
  const stored = await sync.resources.store.write((transaction) =>
    store(transaction, { link, moves, toCrm, LastModified }, sync),
  );
  return stored ? { crmKeys } : "changed meanwhile";
}

function writerOf({ session, resources }: ActorSync): CrmWriter {
  return { ...session, overlongText: resources.settings.answers.overlongText };
}

function moveOf(
  field: MappedField,
  { baseline, crm: record }: LiveLink,
  reported: ReadonlyMap<string, string | null>,
  rule: ConflictRule,
): FieldMove {
  const known = fieldBaselineOf(baseline, field);
  const crm = record[field.crm.key] ?? "";
  const erp = reported.has(field.erpKey) ? (reported.get(field.erpKey) ?? "") : undefined;
  return { field, known, crm, erp, decision: rule({ field, crm, erp, agreed: known?.agreed ?? null }) };
}

function valuesTo(
  end: "crm" | "erp",
  moves: readonly FieldMove[],
  keyOf: (field: MappedField) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    moves.flatMap(({ field, decision }) => (decision.to === end ? [[keyOf(field), decision.value] as const] : [])),
  );
}

interface Movement {
  readonly link: LiveLink;
  readonly moves: readonly FieldMove[];
  readonly toCrm: Readonly<Record<string, string>>;
  /** The actor's current stamp in the ERP. */
  readonly LastModified: string;
}

/**
 * Stores the CRM's values and the baseline. Returns false, having stored only what the ERP received, if the record or
 * the link changed since the values were read.
 */
async function store(transaction: Queries, movement: Movement, sync: ActorSync): Promise<boolean> {
  const { link, moves } = movement;
  const { scope } = sync;
  const links = transaction.selectFrom("erpexternalkey").select("id").where("id", "=", link.externalKeyId);
  if ((await links.executeTakeFirst()) === undefined) return false;
  const current = await readCrmRecord(transaction, scope.crmType, link.recordId);
  if (current !== undefined && moves.every(({ field, crm }) => current[field.crm.key] === crm)) {
    await remember(transaction, movement, await recordAfter(transaction, current, movement, sync), sync);
    return true;
  }
  const sent = moves.filter(({ decision }) => decision.to === "erp");
  await remember(transaction, { ...movement, moves: sent }, link.crm, sync);
  return false;
}

/** Returns the record's values after the write. */
async function recordAfter(
  transaction: Queries,
  current: CrmValues,
  { link, toCrm }: Movement,
  sync: ActorSync,
): Promise<CrmValues> {
  if (Object.keys(toCrm).length === 0) return current;
  const { crmType } = sync.scope;
  await writeCrmRecord(transaction, crmType, link.recordId, toCrm, writerOf(sync));
  return (await readCrmRecord(transaction, crmType, link.recordId)) ?? {};
}

async function remember(
  transaction: Queries,
  movement: Movement,
  crm: CrmValues,
  { session }: ActorSync,
): Promise<void> {
  const { link, moves } = movement;
  await logChanges(transaction, movement, session);
  await storeBaseline(transaction, link.externalKeyId, baselineAfter(link, moves, crm));
  await stamp(transaction, movement, session);
}

/** Returns the baseline of a link whose record holds these values. */
function baselineAfter({ baseline }: LiveLink, moves: readonly FieldMove[], crm: CrmValues): Baseline {
  // Fields that took no part keep the values that were last agreed.
  return new Map([...unsettled(baseline), ...moves.map((one) => [one.field.erpKey, fieldAfter(one, crm)] as const)]);
}

function fieldAfter({ field, known, crm, erp, decision }: FieldMove, record: CrmValues): FieldBaseline {
  // A value that another field wrote to the record is a change that this field has yet to see.
  const seen = decision.to === "crm" ? (record[field.crm.key] ?? "") : crm;
  const held = decision.to === "erp" ? decision.value : erp;
  const isOpen = held === undefined || (decision.to === "neither" && decision.waits);
  return {
    crmKey: field.crm.key,
    rule: field.rule,
    agreed: isOpen ? (known?.agreed ?? null) : [seen, canonicalFieldValue(held, field.erpType)],
    seen,
  };
}

async function logChanges(transaction: Queries, { link, moves }: Movement, { now }: Session): Promise<void> {
  const rows = moves.flatMap(({ field, crm, erp, decision }) => {
    if (decision.to === "neither") return [];
    return {
      external_key_id: link.externalKeyId,
      erp_field_key: field.erpKey,
      crm_field_key: field.crm.key,
      target_is_crm: decision.to === "crm" ? 1 : 0,
      old_value: cut((decision.to === "crm" ? crm : erp) ?? "", maxLoggedLength),
      new_value: cut(decision.value, maxLoggedLength),
      created_at: now,
    };
  });
  await insertRows(transaction, "erpsynclog", rows);
}

async function stamp(transaction: Queries, { link, LastModified }: Movement, { now }: Session): Promise<void> {
  const external = transaction.updateTable("erpexternalkey").set({ most_recent_timestamp: LastModified });
  await external.where("id", "=", link.externalKeyId).execute();
  const internal = transaction.updateTable("erpinternalkey").set({ most_recent_timestamp: now });
  await internal.where("id", "=", link.internalKeyId).execute();
}

function unfit(message: string): ConnectorError {
  return new ConnectorError({
    UserExplanation: "A value does not fit the other side.",
    TechExplanation: message,
    ErrorCode: "InvalidValue",
  });
}
