import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import { audited, child, createIndex, createTable, type Engine, integers, type Migration, texts } from "./migration.ts";

/** Connectors, connections, their mappings and links, and the engine's state. */
export const erpTables: Migration = {
  name: "ERP tables",
  async up(db, engine) {
    await connections(db, engine);
    await fields(db, engine);
    await links(db, engine);
    const configuration = texts(createTable(db, engine, "erpconfiguration"), "connection_rank");
    await integers(configuration, "sync_interval_seconds", "sync_running").execute();
  },
};

async function connections(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const connector = texts(audited(createTable(db, engine, "erpconnector")), "url", "display_name");
  await integers(connector, "deleted").addColumn("config_xml", "text").execute();

  const connection = child(audited(createTable(db, engine, "erpconnection")), "connector_id", "erpconnector");
  const described = texts(connection, "display_name", "display_description", "connection_id", "most_recent_timestamp");
  await integers(described, "active", "all_access", "deleted").execute();
  await createIndex(db, "erpconnection", ["connection_id"], "unique");
  await createIndex(db, "erpconnection", ["connector_id"]);

  const access = child(createTable(db, engine, "erpconnectionaccess"), "connection_id", "erpconnection");
  const flags = integers(access, "can_connect", "can_create_erp");
  await flags.addColumn("associate_id", "integer").addColumn("user_group_id", "integer").execute();
  await createIndex(db, "erpconnectionaccess", ["connection_id"]);

  const config = child(createTable(db, engine, "connectionconfigfield"), "connection_id", "erpconnection");
  await texts(config, "field_key").addColumn("field_value", "text").execute();
  await createIndex(db, "connectionconfigfield", ["connection_id", "field_key"], "unique");
}

async function fields(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const type = child(audited(createTable(db, engine, "erpconnectionactortype")), "connection_id", "erpconnection");
  await integers(type, "actor_type_erp", "actor_type_crm", "is_active").execute();
  await createIndex(db, "erpconnectionactortype", ["connection_id", "actor_type_erp"], "unique");
  await createIndex(db, "erpconnectionactortype", ["connection_id", "actor_type_crm"]);

  const field = child(audited(createTable(db, engine, "erpfield")), "actor_type_id", "erpconnectionactortype");
  const named = texts(field, "erp_field_key", "display_name", "display_description", "list_name", "list_reference");
  const defaults = texts(named, "default_value", "first_sync_default_value").addColumn("crm_field_key", "text");
  const typed = integers(defaults, "field_type", "max_length", "access", "rank", "missing_in_erp");
  const rules = integers(typed, "has_first_sync_default_value", "prompt_user", "mandatory");
  await integers(rules, "sync_to_crm", "sync_to_erp", "show_in_gui", "show_in_search").execute();
  await createIndex(db, "erpfield", ["actor_type_id", "erp_field_key"], "unique");

  const item = child(createTable(db, engine, "erplistitemmapping"), "field_id", "erpfield");
  await texts(item, "erp_item_key").addColumn("crm_item_key", "integer").execute();
  await createIndex(db, "erplistitemmapping", ["field_id", "erp_item_key"], "unique");
}

async function links(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const internal = texts(audited(createTable(db, engine, "erpinternalkey")), "most_recent_timestamp");
  await integers(internal, "table_no", "record_id").execute();
  await createIndex(db, "erpinternalkey", ["record_id", "table_no"], "unique");

  const external = child(audited(createTable(db, engine, "erpexternalkey")), "internal_key_id", "erpinternalkey");
  const linked = texts(child(external, "connection_id", "erpconnection"), "erp_key", "most_recent_timestamp");
  await integers(linked, "actor_type").execute();
  await createIndex(db, "erpexternalkey", ["connection_id", "internal_key_id"], "unique");
  await createIndex(db, "erpexternalkey", ["connection_id", "actor_type", "erp_key"], "unique");
  await createIndex(db, "erpexternalkey", ["internal_key_id"]);

  const log = texts(createTable(db, engine, "erpsynclog"), "erp_field_key", "crm_field_key", "old_value", "new_value");
  await integers(texts(log, "created_at"), "target_is_crm").addColumn("external_key_id", "integer").execute();
}
