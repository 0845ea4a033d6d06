import { child, createIndex, createTable, type Migration, texts } from "./migration.ts";

/** The high-water mark of each actor type of a connection. Without a row, everything in the ERP is read once. */
export const erpMarkTable: Migration = {
  name: "marks of actor types",
  async up(db, engine) {
    const mark = child(createTable(db, engine, "erpsyncmark"), "actor_type_id", "erpconnectionactortype");
    await texts(mark, "most_recent_timestamp").execute();
    await createIndex(db, "erpsyncmark", ["actor_type_id"], "unique");
  },
};
