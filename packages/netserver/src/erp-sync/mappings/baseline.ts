import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import type { MappedField } from "./mapped-field.ts";

/** A field's part of a link's baseline, from the last time it was read. */
export interface FieldBaseline {
  /** The CRM field that the ERP's was mapped to; null when unknown. */
  readonly crmKey: string | null;
  /** The field's `rule` at that time; blank when the field took no part. */
  readonly rule: string;
  /** The values when both ends last agreed, the CRM's first; null if they never did. */
  readonly agreed: readonly [string, string] | null;
  /** The CRM's value. */
  readonly seen: string;
}

/** A link's baseline: what the last sync saw, by ERP field key. */
export type Baseline = ReadonlyMap<string, FieldBaseline>;

/** Returns the baseline with every field due again, keeping the agreed values. */
export function unsettled(baseline: Baseline): Baseline {
  return new Map([...baseline].map(([key, known]) => [key, { ...known, rule: "" }]));
}

/** Tells whether two baselines are equal. */
export function isSame(left: Baseline, right: Baseline): boolean {
  return storedText(left) === storedText(right);
}

function storedText(baseline: Baseline): string {
  return JSON.stringify(Object.fromEntries(baseline));
}

/** Returns the baseline of a field as it is mapped now; `undefined` when there is none. */
export function fieldBaselineOf(baseline: Baseline, { erpKey, crm }: MappedField): FieldBaseline | undefined {
  const known = baseline.get(erpKey);
  return known === undefined || known.crmKey === null || known.crmKey === crm.key ? known : undefined;
}

/** Returns the baseline of a field whose ends agree without having been synced. */
export function agreedOn({ crm, rule }: MappedField, agreed: readonly [string, string]): FieldBaseline {
  return { crmKey: crm.key, rule, agreed, seen: agreed[0] };
}

/** Reads the baseline from a link's row. */
export function baselineIn(stored: Row<"erpsyncbaseline">["field_values"] | null): Baseline {
  // Only `storeBaseline` writes the column.
  const fields = stored === null ? {} : (JSON.parse(stored) as Record<string, StoredBaseline>);
  return new Map(Object.entries(fields).map(([key, field]) => [key, isPair(field) ? baselineOfPair(field) : field]));
}

/** Reads one field, also from older rows, which hold only the two values. */
type StoredBaseline = FieldBaseline | readonly [string, string];

function isPair(stored: StoredBaseline): stored is readonly [string, string] {
  return Array.isArray(stored);
}

function baselineOfPair(agreed: readonly [string, string]): FieldBaseline {
  return { crmKey: null, rule: "", agreed, seen: agreed[0] };
}

/** Stores a link's baseline. */
export async function storeBaseline(transaction: Queries, externalKeyId: number, baseline: Baseline): Promise<void> {
  const field_values = storedText(baseline);
  await transaction
    .insertInto("erpsyncbaseline")
    .values({ external_key_id: externalKeyId, field_values })
    .onConflict((conflict) => conflict.column("external_key_id").doUpdateSet({ field_values }))
    .execute();
}

/** Deletes the baselines of a connection's links. */
export async function forgetBaselines(transaction: Queries, connectionId: number): Promise<void> {
  const links = transaction.selectFrom("erpexternalkey").select("id").where("connection_id", "=", connectionId);
  await transaction.deleteFrom("erpsyncbaseline").where("external_key_id", "in", links).execute();
}
