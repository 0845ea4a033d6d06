import type { Comparison } from "../comparison.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";

const settingName = "comparison";

/**
 * How a store compares texts, which is fixed when the store is new: the keys that are compared are stored. Rejects
 * with `StoreError` when something else is asked for later.
 */
export async function fixedComparison(store: Store, wanted: Comparison | null): Promise<Comparison> {
  const { value } = await store.write(async (transaction) => {
    await transaction
      .insertInto("store_setting")
      .values({ name: settingName, value: wanted ?? "ignore-case" })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const stored = transaction.selectFrom("store_setting").select("value").where("name", "=", settingName);
    return stored.executeTakeFirstOrThrow();
  });
  const comparison: Comparison = value === "ordinal" ? "ordinal" : "ignore-case";
  if (wanted === null || wanted === comparison) return comparison;
  throw new StoreError(`the store was made with comparison "${comparison}", which cannot become "${wanted}"`);
}
