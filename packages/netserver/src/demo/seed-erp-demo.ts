import { writeActor } from "../erp-sync/miniature/miniature-book.ts";
import { miniatureCompanies } from "../erp-sync/miniature/miniature-fields.ts";
import type { Queries, Store } from "../store/store.ts";
import { demoActors, demoLists, demoProjects, demoSales } from "./erp-demo-data.ts";

const seeded = { name: "demo-erp", value: "seeded" } as const;

/** Fills a store with what can be synchronized: projects, sales, lists, and the books of the ERP in miniature. Once in its life. */
export async function seedErpDemo(store: Store, now: string): Promise<void> {
  await store.write(async (transaction) => {
    const first = await transaction
      .insertInto("store_setting")
      .values(seeded)
      .onConflict((conflict) => conflict.doNothing())
      .returning("name")
      .executeTakeFirst();
    if (first === undefined) return;
    await insertRecords(transaction, now);
    const company = miniatureCompanies[0] ?? "";
    for (const { ActorType, ErpKey = "", FieldValues } of demoActors) {
      await writeActor(transaction, { company, actorType: ActorType }, { erpKey: ErpKey, fieldValues: FieldValues });
    }
  });
}

async function insertRecords(transaction: Queries, now: string): Promise<void> {
  const audit = {
    created_at: now,
    created_by: 0,
    updated_at: null,
    updated_by: 0,
    associate_id: 1,
    active_erp_links: 0,
  };
  const items = Object.entries(demoLists).flatMap(([list_name, names]) =>
    names.map((name, index) => ({ list_name, name, tooltip: "", rank: index + 1, deleted: 0 })),
  );
  await transaction.insertInto("crm_list_item").values(items).execute();
  const projects = demoProjects.map((project) => ({
    ...project,
    description: "",
    url: "",
    type_id: 0,
    completed: 0,
    ...audit,
  }));
  await transaction.insertInto("project").values(projects).execute();
  const sales = demoSales.map((sale) => ({ ...sale, sale_date: "", probability: 50, ...audit }));
  await transaction.insertInto("sale").values(sales).execute();
}
