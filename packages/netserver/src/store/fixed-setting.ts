import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";

/** A setting that a store keeps from the day it is made, since what is stored depends on it. */
export interface FixedSetting<T extends string> {
  readonly name: string;
  /** What it can be; the first is what a new store gets when nobody says. */
  readonly values: readonly [T, ...T[]];
}

/**
 * What a store has for a setting: what is wanted when the store is new, else what it was made with. Null wants nothing.
 * Rejects with `StoreError` when something else is asked for later.
 */
export async function fixedSetting<T extends string>(
  store: Store,
  { name, values }: FixedSetting<T>,
  wanted: T | null,
): Promise<T> {
  const stored = await store.write(async (transaction) => {
    await transaction
      .insertInto("store_setting")
      .values({ name, value: wanted ?? values[0] })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const rows = transaction.selectFrom("store_setting").select("value").where("name", "=", name);
    return rows.executeTakeFirstOrThrow();
  });
  const value = values.find((known) => known === stored.value) ?? values[0];
  if (wanted === null || wanted === value) return value;
  throw new StoreError(`the store was made with ${name} "${value}", which cannot become "${wanted}"`);
}
