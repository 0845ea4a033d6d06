import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";

/** A setting that a store keeps from its creation, since the stored data depends on it. */
export interface FixedSetting<T extends string> {
  readonly name: string;
  /** The possible values; the first is the default of a new store. */
  readonly values: readonly [T, ...T[]];
}

/**
 * Returns a store's value of a setting: the wanted one when the store is new, else the one it was made with. Null
 * accepts either. Rejects with `StoreError` when another value is wanted later.
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
