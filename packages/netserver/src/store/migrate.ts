import { type Kysely, sql, type Transaction } from "kysely";
import { crmSyncTables } from "./migrations/crm-sync-tables.ts";
import { crmTables } from "./migrations/crm-tables.ts";
import { erpMarkTable } from "./migrations/erp-mark-table.ts";
import { erpStateTables } from "./migrations/erp-state-tables.ts";
import { erpTables } from "./migrations/erp-tables.ts";
import { foreignKeyTables } from "./migrations/foreign-key-tables.ts";
import { keyRowTable } from "./migrations/key-row-table.ts";
import type { Engine, Migration } from "./migrations/migration.ts";
import { StoreError } from "./store-error.ts";
import type { Tables } from "./tables.ts";

/** Every step, in order. A step's number is its position in the list, so steps are only ever added at the end. */
const migrations: readonly Migration[] = [
  foreignKeyTables,
  crmTables,
  erpTables,
  crmSyncTables,
  erpStateTables,
  keyRowTable,
  erpMarkTable,
];

type LayoutTables = {
  store_layout: { version: number; name: string; applied_at: string };
};

/**
 * Migrates the store's layout to this program's, in one transaction that other starting programs wait for. Kysely's own
 * migrator is not used: on SQLite it neither locks out another process nor undoes half a step. Throws `StoreError` when
 * the layout is newer than the program.
 */
export async function migrate(db: Kysely<Tables>, engine: Engine, now: string, steps = migrations): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await lockLayout(transaction, engine);
    const layout = transaction.withTables<LayoutTables>();
    await createLayoutTable(transaction);
    const { version } = await layout
      .selectFrom("store_layout")
      .select(({ fn }) => fn.coalesce(fn.max("version"), sql<number>`0`).as("version"))
      .executeTakeFirstOrThrow();
    if (version > steps.length) throw newerLayout(version, steps.length);
    for (const [index, step] of steps.entries()) {
      if (index < version) continue;
      await step.up(transaction, engine);
      await layout
        .insertInto("store_layout")
        .values({ version: index + 1, name: step.name, applied_at: now })
        .execute();
    }
  });
}

/** Waits until no other program changes the layout. SQLite's transactions here lock out other writers by themselves. */
async function lockLayout(transaction: Transaction<Tables>, engine: Engine): Promise<void> {
  // Any number will do as long as every version of this program uses the same.
  if (engine === "postgres") await sql`select pg_advisory_xact_lock(731992043)`.execute(transaction);
}

async function createLayoutTable(transaction: Transaction<Tables>): Promise<void> {
  await transaction.schema
    .createTable("store_layout")
    .ifNotExists()
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("applied_at", "text", (column) => column.notNull())
    .execute();
}

function newerLayout(found: number, known: number): StoreError {
  return new StoreError(
    `the store has layout ${found} but this program knows layouts up to ${known}: start a newer version of the program`,
  );
}
