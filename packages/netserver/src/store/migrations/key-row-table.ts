import { child, createIndex, createTable, integers, type Migration, texts } from "./migration.ts";

/** The values of keys cut over rows, for stores that keep them so too. */
export const keyRowTable: Migration = {
  name: "rows of long key values",
  async up(db, engine) {
    const row = child(createTable(db, engine, "foreignkeyrow"), "key_id", "foreignkey");
    await texts(integers(row, "seqno"), "subvalue").execute();
    await createIndex(db, "foreignkeyrow", ["key_id", "seqno"], "unique");
  },
};
