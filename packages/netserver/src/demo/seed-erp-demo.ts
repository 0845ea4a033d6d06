import { writeActor } from "../erp-connector/demo-erp/actors.ts";
import { demoErpCompanies } from "../erp-connector/demo-erp/fields.ts";
import type { Queries } from "../store/store.ts";
import { demoActors, demoLists, demoProjects, demoSales } from "./erp-demo-data.ts";

/** Fills a new store with synchronizable data: projects, sales, lists, and the books of the demo ERP. */
export async function seedErpDemo(transaction: Queries, now: string): Promise<void> {
  await insertRecords(transaction, now);
  const company = demoErpCompanies[0] ?? "";
  for (const { ActorType, ErpKey = "", FieldValues } of demoActors) {
    await writeActor(transaction, { company, actorType: ActorType }, { erpKey: ErpKey, fieldValues: FieldValues });
  }
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
