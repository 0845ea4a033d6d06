import { type CompiledQuery, sql } from "kysely";
import { expect, test } from "vitest";
import {
  keyByNameAnywhere,
  keyByNameOnDevice,
  keyByValueAnywhere,
  keyByValueOnDevice,
} from "../../src/foreign-system/key-queries.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Queries } from "../../src/store/store.ts";
import { describeOnEachStore } from "../stores.ts";

const lookup = { app: "ERP", device: "ERP", identifier: "", tableNo: 5, name: "N30" };
const byName = { ...lookup, recordId: 30 };
const byValue = { ...lookup, value: "V30-30" };

/** Devices whose records all have the same 60 names of keys: one row is right among thousands. */
async function fill(queries: Queries): Promise<void> {
  const audit = { created_at: "", created_by: 0, updated_at: null, updated_by: 0 };
  const sixty = Array.from({ length: 60 }, (_, index) => index);
  await queries
    .insertInto("foreignapp")
    .values({ name: "erp", name_key: "ERP", ...audit })
    .execute();
  for (const identifier of ["1", "2", "3"]) {
    const device = { app_id: 1, name: "erp", name_key: "ERP", identifier, identifier_key: identifier };
    await queries
      .insertInto("foreigndevice")
      .values({ ...device, ...audit })
      .execute();
    for (const record_id of sixty) {
      const key = { device_id: Number(identifier), table_no: 5, record_id, name: "", value: "", ...audit };
      const rows = sixty.map((name) => ({ ...key, name_key: `N${name}`, value_key: `V${record_id}-${name}` }));
      await queries.insertInto("foreignkey").values(rows).execute();
    }
  }
}

describeOnEachStore("look-ups use an index", ({ engine, place }) => {
  async function planOf(queries: Queries, query: CompiledQuery): Promise<string> {
    const parameters = query.parameters.map((parameter) => sql.lit(parameter));
    const pieces = query.sql.split(engine === "sqlite" ? /\?/ : /\$\d+/);
    const text = sql.join(
      pieces.flatMap((piece, index) => [sql.raw(piece), parameters[index] ?? sql``]),
      sql``,
    );
    const explain = engine === "sqlite" ? sql`explain query plan ${text}` : sql`explain ${text}`;
    const { rows } = await explain.execute(queries);
    return rows.map((row) => Object.values(row as object).join(" ")).join("\n");
  }

  test("by name and record, and by name and value, with one identifier or any", async () => {
    const store = await openStore(await place(), new Date());
    const { db } = store;
    await fill(db);
    if (engine === "postgres") await sql`analyze foreignapp, foreigndevice, foreignkey`.execute(db);
    const lookups = [
      keyByNameOnDevice.compiled(db, { ...byName, identifier: "2" }),
      keyByNameAnywhere.compiled(db, { ...byName, identifier: null }),
      keyByValueOnDevice.compiled(db, { ...byValue, identifier: "2" }),
      keyByValueAnywhere.compiled(db, { ...byValue, identifier: null }),
    ];
    const plans = await Promise.all(lookups.map((query) => planOf(db, query)));

    for (const plan of plans.slice(0, 2)) expect(plan).toContain("foreignkey_device_id_table_no_record_id_name_key");
    for (const plan of plans.slice(2)) expect(plan).toContain("foreignkey_device_id_name_key_value_key_table_no");
    for (const plan of plans) expect(plan).not.toMatch(/SCAN foreignkey|Seq Scan on foreignkey/);
    await store.close();
  });
});
