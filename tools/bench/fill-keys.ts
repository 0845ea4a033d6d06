import { join } from "node:path";
import Database from "libsql";

/** The number of keys that `fillKeys` gives a record. */
const perRecord = 4;

/** A key that `fillKeys` made. */
export function filledKey(index: number): { readonly name: string; readonly recordId: number; readonly value: string } {
  return { name: `key-${index % perRecord}`, recordId: Math.floor(index / perRecord) + 1, value: `V-${index}` };
}

/**
 * Adds keys to the device with id 1 of a SQLite store, past the server: calls would take minutes for a million. They
 * are bound to records of the table `contact`, whose number is 5.
 */
export function fillKeys(directory: string, count: number): void {
  const database = new Database(join(directory, "netserver.sqlite"), { timeout: 10_000 });
  database.exec(`
    with recursive counted(i) as (select 0 union all select i + 1 from counted where i + 1 < ${count})
    insert into foreignkey
      (device_id, table_no, record_id, name, name_key, value, value_key, created_at, created_by, updated_at, updated_by)
    select 1, 5, i / ${perRecord} + 1, 'key-' || (i % ${perRecord}), 'KEY-' || (i % ${perRecord}), 'V-' || i, 'V-' || i,
      '2021-11-30T13:23:41', 1, '2021-11-30T13:23:41', 1
    from counted`);
  database.close();
}
