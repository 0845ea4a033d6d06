import { audited, child, createIndex, createTable, integers, type Migration, texts } from "./migration.ts";

/** Apps, their devices, and the devices' keys. The unique indexes are what makes a name exist once. */
export const foreignKeyTables: Migration = {
  name: "foreign key tables",
  async up(db, engine) {
    const app = audited(createTable(db, engine, "foreignapp"));
    await texts(app, "name", "name_key").execute();
    await createIndex(db, "foreignapp", ["name_key"], "unique");

    const device = child(audited(createTable(db, engine, "foreigndevice")), "app_id", "foreignapp");
    await integers(texts(device, "name", "name_key", "identifier", "identifier_key"), "owner_id").execute();
    await createIndex(db, "foreigndevice", ["app_id", "name_key", "identifier_key"], "unique");

    const key = child(audited(createTable(db, engine, "foreignkey")), "device_id", "foreigndevice");
    await texts(integers(key, "table_no", "record_id"), "name", "name_key", "value", "value_key").execute();
    await createIndex(db, "foreignkey", ["device_id", "table_no", "record_id", "name_key"], "unique");
    await createIndex(db, "foreignkey", ["device_id", "name_key", "value_key", "table_no"]);
    // In the order of the ids, so that a device's keys are read page by page without sorting them.
    await createIndex(db, "foreignkey", ["device_id", "id"]);
    await createIndex(db, "foreignkey", ["table_no", "record_id", "id"]);
  },
};
