import { sql } from "kysely";
import { saveUser } from "../sign-in/user-directory.ts";
import type { Queries, Store } from "../store/store.ts";
import type { Tables } from "../store/tables.ts";
import { demoConnector, demoContacts, demoPersons, demoRelationDefinitions, demoUserGroups } from "./demo-data.ts";

/** The demo data set's user, whose password is blank. */
const demoUser = "ADM0";

const seeded = { name: "demo", value: "seeded" } as const;

/** Fills a store with the demo data set, once in its life: what is deleted or changed later stays so. */
export async function seedDemo(store: Store, now: string): Promise<void> {
  await store.write(async (transaction) => {
    const first = await transaction
      .insertInto("store_setting")
      .values(seeded)
      .onConflict((conflict) => conflict.doNothing())
      .returning("name")
      .executeTakeFirst();
    // Another server that starts at the same time waits for this row and then finds it there.
    if (first === undefined) return;
    const audit = { created_at: now, created_by: 0, updated_at: null, updated_by: 0 };
    await insertParties(transaction, audit);
    await insertRelationDefinitions(transaction);
    await transaction
      .insertInto("erpconnector")
      .values({ id: 1, ...demoConnector, ...audit, deleted: 0, config_xml: null })
      .execute();
    await saveUser(
      transaction,
      { name: demoUser, fullName: "Ada Minde", email: "ada@demo.example", personId: 1 },
      "",
      now,
    );
    if (store.engine === "postgres") await continueAfterSeeds(transaction);
  });
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
  await transaction
    .insertInto("contact")
    .values(contacts)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const persons = demoPersons.map((person, index) => ({ id: index + 1, ...person, ...audit, active_erp_links: 0 }));
  await transaction
    .insertInto("person")
    .values(persons)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const groups = demoUserGroups.map((name, index) => ({ id: index + 1, name, rank: index + 1, deleted: 0 }));
  await transaction
    .insertInto("usergroup")
    .values(groups)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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
