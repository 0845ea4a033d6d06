import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import {
  audited,
  createIndex,
  createTable,
  type Engine,
  integers,
  type Migration,
  required,
  texts,
} from "./migration.ts";

/** The additions that let CRM records take part in synchronization: more fields, projects, sales, and lists. */
export const crmSyncTables: Migration = {
  name: "CRM tables for synchronization",
  async up(db, engine) {
    await addTexts(db, "contact", ["phone", "email", "url"]);
    await addIntegers(db, "contact", ["category_id", "business_id", "country_id", "no_mailing"]);
    await addTexts(db, "person", ["phone", "birth_date"]);
    await records(db, engine);
    const item = texts(createTable(db, engine, "crm_list_item"), "list_name", "name", "tooltip");
    await integers(item, "rank", "deleted").execute();
    await createIndex(db, "crm_list_item", ["list_name", "rank"]);
  },
};

async function records(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const project = texts(
    audited(createTable(db, engine, "project")),
    "name",
    "number",
    "description",
    "url",
    "end_date",
  );
  await integers(project, "type_id", "completed", "associate_id", "active_erp_links").execute();

  const sale = texts(audited(createTable(db, engine, "sale")), "heading", "number", "sale_date");
  const priced = sale.addColumn("amount", "double precision", (column) => required(column).defaultTo(0));
  const ends = ["contact_id", "person_id", "project_id"];
  await integers(priced, "probability", ...ends, "associate_id", "active_erp_links").execute();
}

// SQLite adds one column at a time.
async function addTexts(db: Kysely<Tables>, table: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const altered = db.schema.alterTable(table);
    await altered.addColumn(name, "text", (column) => required(column).defaultTo("")).execute();
  }
}

async function addIntegers(db: Kysely<Tables>, table: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const altered = db.schema.alterTable(table);
    await altered.addColumn(name, "integer", (column) => required(column).defaultTo(0)).execute();
  }
}
