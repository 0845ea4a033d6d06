import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import {
  audited,
  child,
  createIndex,
  createTable,
  type Engine,
  integers,
  type Migration,
  required,
  texts,
} from "./migration.ts";

/** Companies, persons, users and the relations between them. */
export const crmTables: Migration = {
  name: "CRM tables",
  async up(db, engine) {
    await parties(db, engine);
    await users(db, engine);
    await relations(db, engine);
    const setting = db.schema.createTable("store_setting");
    await setting
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("value", "text", required)
      .execute();
  },
};

async function parties(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const contact = texts(audited(createTable(db, engine, "contact")), "name", "department", "number", "org_number");
  await integers(contact, "associate_id", "active_erp_links").execute();
  const person = texts(audited(createTable(db, engine, "person")), "first_name", "last_name", "title", "email");
  await integers(person, "contact_id", "active_erp_links").execute();
  await createIndex(db, "person", ["contact_id"]);
}

async function users(db: Kysely<Tables>, engine: Engine): Promise<void> {
  await integers(texts(createTable(db, engine, "usergroup"), "name"), "rank", "deleted").execute();

  const associate = texts(createTable(db, engine, "associate"), "name", "name_key", "full_name", "email", "tooltip");
  await integers(associate, "rank", "type", "person_id", "group_id", "deleted").execute();
  await createIndex(db, "associate", ["name_key"], "unique");

  const credentials = child(createTable(db, engine, "credentials"), "associate_id", "associate");
  await texts(credentials, "type", "search_name", "secret", "valid_from", "last_used")
    .addColumn("valid_to", "text")
    .execute();
  await createIndex(db, "credentials", ["type", "search_name"], "unique");
  await createIndex(db, "credentials", ["type", "valid_to"]);
}

async function relations(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const definition = texts(createTable(db, engine, "relationdefinition"), "name", "passive_text", "tooltip");
  await integers(definition, "rank", "deleted").execute();

  const target = child(createTable(db, engine, "relationtarget"), "definition_id", "relationdefinition");
  await integers(target, "source_table", "destination_table", "bidirectional").execute();
  await createIndex(db, "relationtarget", ["definition_id", "source_table", "destination_table"], "unique");

  const relation = texts(audited(createTable(db, engine, "relations")), "comment");
  const ends = [
    "source_table",
    "source_record",
    "destination_table",
    "destination_record",
    "source_contact",
    "destination_contact",
  ];
  await integers(relation, "definition_id", ...ends, "reversed", "associate_id").execute();
  await createIndex(db, "relations", ["source_table", "source_record", "reversed"]);
  await createIndex(db, "relations", ["destination_table", "destination_record", "reversed"]);
}
