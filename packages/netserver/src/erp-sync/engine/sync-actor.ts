import type { ErpActor } from "@superoffice-soap/schema";
import { NetServerError } from "@superoffice-soap/schema";
import { cut } from "../../call/arguments.ts";
import type { Session } from "../../call/session.ts";
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
  isSame,
  rememberedOf,
  storeBaseline,
  unsettled,
} from "../mappings/baseline.ts";
import type { MappedField } from "../mappings/mapped-field.ts";
import type { ConflictRule, FieldOutcome } from "./conflict-rule.ts";
import type { LinkScope, LinkState } from "./link-pages.ts";

/** What one link is synced with. */
export interface ActorSync {
  readonly client: ErpClient;
  readonly scope: LinkScope;
  readonly fields: readonly MappedField[];
  readonly rule: ConflictRule;
  readonly session: Session;
  readonly resources: Resources;
}

/** What became of a link: the CRM fields that got values, or that it must wait since the record was changed meanwhile. */
export type ActorOutcome = { readonly crmKeys: readonly string[] } | "changed meanwhile";

/** A link to a record that there is. */
type LiveLink = LinkState & { readonly crm: CrmValues };

const maxLoggedLength = 254;

/**
 * Moves values between the ends of one link: first to the ERP, then in one transaction to the CRM, with what both hold
 * remembered. When it breaks off in between, the next run finds the same values on both sides and has nothing to do.
 * Rejects with `ConnectorError` when the ERP fails or a value does not fit: then neither end gets any.
 */
export async function syncActor(link: LiveLink, actor: ErpActor, sync: ActorSync): Promise<ActorOutcome> {
  try {
    return await move(link, actor, sync);
  } catch (error) {
    if (error instanceof FieldValueError) throw unfit(error.message);
    // What the CRM refuses about a value; that the database fails is no NetServerError yet.
    throw error instanceof NetServerError ? unfit(error.message) : error;
  }
}

/** A field and what is to become of it. */
interface FieldMove {
  readonly field: MappedField;
  readonly known: FieldBaseline | undefined;
  readonly crm: string;
  /** What the connector says that the ERP holds; `undefined` for a field that it leaves out, which is as it was. */
  readonly erp: string | undefined;
  readonly decision: FieldOutcome;
}

async function move(link: LiveLink, actor: ErpActor, sync: ActorSync): Promise<ActorOutcome> {
  const told = new Map(Object.entries(actor.FieldValues));
  const moves = sync.fields.map((field) => moveOf(field, link, told, sync.rule));
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
  told: ReadonlyMap<string, string | null>,
  rule: ConflictRule,
): FieldMove {
  const known = rememberedOf(baseline, field);
  const crm = record[field.crm.key] ?? "";
  const erp = told.has(field.erpKey) ? (told.get(field.erpKey) ?? "") : undefined;
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
  /** That of the actor as the ERP has it now. */
  readonly LastModified: string;
}

/** False, and no more stored than what the ERP got, when the record or the link is not as it was when the values were read. */
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

/** What the record holds when it has got its values. */
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

/** What is to be remembered of a link whose record holds these values now. */
function baselineAfter({ baseline }: LiveLink, moves: readonly FieldMove[], crm: CrmValues): Baseline {
  // Of fields that took no part, the values that were agreed on stay known.
  return new Map([...unsettled(baseline), ...moves.map((one) => [one.field.erpKey, fieldAfter(one, crm)] as const)]);
}

function fieldAfter({ field, known, crm, erp, decision }: FieldMove, record: CrmValues): FieldBaseline {
  // What another field wrote to the record meanwhile is a change that this one has yet to see.
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
