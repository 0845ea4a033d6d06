import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import type { MappedField } from "./mapped-field.ts";

/** What is remembered of a field of a link, from when it was last looked at. */
export interface FieldBaseline {
  /** The CRM field that the ERP's was mapped to; null where that is not known. */
  readonly crmKey: string | null;
  /** The field's `rule` at that time; blank when the field took no part. */
  readonly rule: string;
  /** What both ends held when they were last in step, the CRM first; null when they never were. */
  readonly agreed: readonly [string, string] | null;
  /** What the CRM held. */
  readonly seen: string;
}

/** What is remembered of a link, by ERP field key. */
export type Baseline = ReadonlyMap<string, FieldBaseline>;

/** The same with every field to be looked at again, but what was agreed on still known. */
export function unsettled(baseline: Baseline): Baseline {
  return new Map([...baseline].map(([key, known]) => [key, { ...known, rule: "" }]));
}

/** Whether the same is remembered. */
export function isSame(left: Baseline, right: Baseline): boolean {
  return storedText(left) === storedText(right);
}

function storedText(baseline: Baseline): string {
  return JSON.stringify(Object.fromEntries(baseline));
}

/** What is remembered of a field as it is mapped now; `undefined` when that is nothing. */
export function rememberedOf(baseline: Baseline, { erpKey, crm }: MappedField): FieldBaseline | undefined {
  const known = baseline.get(erpKey);
  return known === undefined || known.crmKey === null || known.crmKey === crm.key ? known : undefined;
}

/** What is remembered of a field whose values were agreed on otherwise than by a sync. */
export function agreedOn({ crm, rule }: MappedField, agreed: readonly [string, string]): FieldBaseline {
  return { crmKey: crm.key, rule, agreed, seen: agreed[0] };
}

/** What a link's row says is remembered of it. */
export function baselineIn(stored: Row<"erpsyncbaseline">["field_values"] | null): Baseline {
  // `storeBaseline` alone writes the column.
  const fields = stored === null ? {} : (JSON.parse(stored) as Record<string, StoredBaseline>);
  return new Map(Object.entries(fields).map(([key, field]) => [key, isPair(field) ? baselineOfPair(field) : field]));
}

/** A store may hold baselines from before more than the two values was remembered. */
type StoredBaseline = FieldBaseline | readonly [string, string];

function isPair(stored: StoredBaseline): stored is readonly [string, string] {
  return Array.isArray(stored);
}

function baselineOfPair(agreed: readonly [string, string]): FieldBaseline {
  return { crmKey: null, rule: "", agreed, seen: agreed[0] };
}

/** Stores what is to be remembered of a link. */
export async function storeBaseline(transaction: Queries, externalKeyId: number, baseline: Baseline): Promise<void> {
  const field_values = storedText(baseline);
  await transaction
    .insertInto("erpsyncbaseline")
    .values({ external_key_id: externalKeyId, field_values })
    .onConflict((conflict) => conflict.column("external_key_id").doUpdateSet({ field_values }))
    .execute();
}

/** Forgets what is remembered of a connection's links. */
export async function forgetBaselines(transaction: Queries, connectionId: number): Promise<void> {
  const links = transaction.selectFrom("erpexternalkey").select("id").where("connection_id", "=", connectionId);
  await transaction.deleteFrom("erpsyncbaseline").where("external_key_id", "in", links).execute();
}
