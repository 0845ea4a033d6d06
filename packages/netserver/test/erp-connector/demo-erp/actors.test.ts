import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { createNetServer } from "../../../src/index.ts";

test("a new actor gets a key of its own, however many there are", async () => {
  const store = await mkdtemp(join(tmpdir(), "netserver-"));
  const server = await createNetServer({ store });
  const database = new Database(join(store, "netserver.sqlite"));
  try {
    database.exec(`
      with recursive numbers(number) as (select 20001 union all select number + 1 from numbers where number < 170000)
      insert into miniature_actor
        (company, actor_type, erp_key, parent_actor_type, parent_erp_key, field_values, stamp)
      select 'Demo Company', 'Customer', number, 'Unknown', '', '{"NAME":"One of many"}', 0 from numbers
    `);
    const saved = await server.erp.save({ ActorType: "Customer", FieldValues: { NAME: "The last", COUNTRY: "NO" } });
    expect(saved.ErpKey).toBe("170001");
  } finally {
    database.close();
    await server.close();
    await rm(store, { recursive: true, force: true });
  }
});
