import { child, createIndex, createTable, integers, type Migration, texts } from "./migration.ts";

/** The baselines of synchronization, and the demo ERP. */
export const erpStateTables: Migration = {
  name: "ERP state tables",
  async up(db, engine) {
    const baseline = child(createTable(db, engine, "erpsyncbaseline"), "external_key_id", "erpexternalkey");
    await texts(baseline, "field_values").execute();
    await createIndex(db, "erpsyncbaseline", ["external_key_id"], "unique");

    const run = child(createTable(db, engine, "erpsyncrun"), "connection_id", "erpconnection");
    await texts(run, "synced_at").execute();
    await createIndex(db, "erpsyncrun", ["connection_id"], "unique");

    await texts(createTable(db, engine, "miniature_client"), "connection_id", "company").execute();
    await createIndex(db, "miniature_client", ["connection_id"], "unique");
    const address = ["company", "actor_type", "erp_key"];
    const actor = texts(createTable(db, engine, "miniature_actor"), ...address, "parent_actor_type", "parent_erp_key");
    await integers(texts(actor, "field_values"), "stamp").execute();
    await createIndex(db, "miniature_actor", address, "unique");
    await createIndex(db, "miniature_actor", ["company", "actor_type", "stamp"]);
    await integers(createTable(db, engine, "miniature_stamp"), "stamp").execute();
  },
};
