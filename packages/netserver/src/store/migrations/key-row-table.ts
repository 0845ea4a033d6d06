import { child, createIndex, createTable, integers, type Migration, texts } from "./migration.ts";

/** The rows of chained key values, for stores that also keep them that way. */
export const keyRowTable: Migration = {
  name: "rows of long key values",
  async up(db, engine) {
    const row = child(createTable(db, engine, "foreignkeyrow"), "key_id", "foreignkey");
    await texts(integers(row, "seqno"), "subvalue").execute();
    await createIndex(db, "foreignkeyrow", ["key_id", "seqno"], "unique");
  },
};
