import { sql } from "kysely";
import { saveUser } from "../sign-in/user-directory.ts";
import type { Engine } from "../store/migrations/migration.ts";
import type { Queries, Store } from "../store/store.ts";
import type { Tables } from "../store/tables.ts";
import { demoConnector, demoContacts, demoPersons, demoRelationDefinitions, demoUserGroups } from "./demo-data.ts";
import { seedErpDemo } from "./seed-erp-demo.ts";

/** The demo data set's user, whose password is blank. */
const demoUser = "ADM0";

type DemoSetting = "seeded" | "none";

/**
 * Tells whether a store holds the demo data set. That is decided once, when the store is new: `wanted` fills it then,
 * and later deletions and changes stay.
 */
export async function seedDemo(store: Store, wanted: boolean, now: string): Promise<boolean> {
  return store.write(async (transaction) => {
    const value: DemoSetting = wanted && !(await wasInUse(transaction)) ? "seeded" : "none";
    const first = await transaction
      .insertInto("store_setting")
      .values({ name: "demo", value })
      .onConflict((conflict) => conflict.doNothing())
      .returning("value")
      .executeTakeFirst();
    // Another server that starts at the same time waits for this row and then finds it there.
    if (first === undefined) return (await storedSetting(transaction)) === "seeded";
    if (value === "seeded") await seed(transaction, store.engine, now);
    return value === "seeded";
  });
}

/** Tells whether the store was opened by a version without this setting: it has other settings then. */
async function wasInUse(transaction: Queries): Promise<boolean> {
  return (await transaction.selectFrom("store_setting").select("name").limit(1).executeTakeFirst()) !== undefined;
}

async function storedSetting(transaction: Queries): Promise<string> {
  const rows = transaction.selectFrom("store_setting").select("value").where("name", "=", "demo");
  return (await rows.executeTakeFirstOrThrow()).value;
}

async function seed(transaction: Queries, engine: Engine, now: string): Promise<void> {
  const audit = { created_at: now, created_by: 0, updated_at: null, updated_by: 0 };
  await insertParties(transaction, audit);
  await insertRelationDefinitions(transaction);
  await transaction
    .insertInto("erpconnector")
    .values({ id: 1, ...demoConnector, ...audit, deleted: 0, config_xml: null })
    .execute();
  const user = { name: demoUser, fullName: "Ada Minde", email: "ada@demo.example", personId: 1 };
  await saveUser(transaction, user, "", now);
  if (engine === "postgres") await continueAfterSeeds(transaction);
  await seedErpDemo(transaction, now);
}

interface Audit {
  readonly created_at: string;
  readonly created_by: number;
  readonly updated_at: null;
  readonly updated_by: number;
}

async function insertParties(transaction: Queries, audit: Audit): Promise<void> {
  const contacts = demoContacts.map((contact, index) => ({
    id: index + 1,
    ...contact,
    ...audit,
    associate_id: 1,
    active_erp_links: 0,
  }));
  await transaction.insertInto("contact").values(contacts).execute();
  const persons = demoPersons.map((person, index) => ({ id: index + 1, ...person, ...audit, active_erp_links: 0 }));
  await transaction.insertInto("person").values(persons).execute();
  const groups = demoUserGroups.map((name, index) => ({ id: index + 1, name, rank: index + 1, deleted: 0 }));
  await transaction.insertInto("usergroup").values(groups).execute();
}

async function insertRelationDefinitions(transaction: Queries): Promise<void> {
  for (const [index, { name, passive_text, targets }] of demoRelationDefinitions.entries()) {
    const id = index + 1;
    await transaction
      .insertInto("relationdefinition")
      .values({ id, name, passive_text, tooltip: "", rank: id, deleted: 0 })
      .execute();
    const rows = targets.map(([source_table, destination_table]) => ({
      definition_id: id,
      source_table,
      destination_table,
      bidirectional: 0,
    }));
    await transaction.insertInto("relationtarget").values(rows).execute();
  }
}

const tablesWithGivenIds: readonly (keyof Tables)[] = [
  "contact",
  "person",
  "usergroup",
  "relationdefinition",
  "erpconnector",
];

/** PostgreSQL does not notice ids that it did not give out itself. */
async function continueAfterSeeds(transaction: Queries): Promise<void> {
  for (const table of tablesWithGivenIds) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.table(table)}))`.execute(
      transaction,
    );
  }
}
