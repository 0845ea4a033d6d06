import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** The database engines that a store runs on. */
export type Engine = "sqlite" | "postgres";

/** One step from a version of the store's layout to the next. */
export interface Migration {
  /** What the step brings, for the reader of the list. */
  readonly name: string;
  /** Runs inside the transaction that also records the step. It may use only what `db.schema` offers: the table types are the newest layout's. */
  up(db: Kysely<Tables>, engine: Engine): Promise<void>;
}

/** A table that is being made, whatever its columns are. */
export type Table = CreateTableBuilder<string, string>;

/** A new table with a primary key `id` that the database gives out, never the same twice. */
export function createTable(db: Kysely<Tables>, engine: Engine, name: string): Table {
  return db.schema.createTable(name).addColumn("id", "integer", (column) => identity(column, engine));
}

function identity(column: ColumnDefinitionBuilder, engine: Engine): ColumnDefinitionBuilder {
  const key = column.primaryKey();
  return engine === "sqlite" ? key.autoIncrement() : key.generatedByDefaultAsIdentity();
}

/** The columns that say who made and last changed a row, and when. */
export function audited(table: Table): Table {
  return integers(table, "created_by", "updated_by")
    .addColumn("created_at", "text", required)
    .addColumn("updated_at", "text");
}

/** Integer columns that are 0 unless said otherwise. */
export function integers(table: Table, ...names: readonly string[]): Table {
  return names.reduce(
    (made, name) => made.addColumn(name, "integer", (column) => column.notNull().defaultTo(0)),
    table,
  );
}

/** Text columns that are blank unless said otherwise. */
export function texts(table: Table, ...names: readonly string[]): Table {
  return names.reduce((made, name) => made.addColumn(name, "text", (column) => column.notNull().defaultTo("")), table);
}

/** A reference to another table's row; deleting that row deletes this one. */
export function child(table: Table, name: string, parent: string): Table {
  return table.addColumn(name, "integer", (column) => column.notNull().references(`${parent}.id`).onDelete("cascade"));
}

/** An index over columns. Its name says which. */
export async function createIndex(
  db: Kysely<Tables>,
  table: string,
  columns: readonly string[],
  unique: "unique" | "plain" = "plain",
): Promise<void> {
  const builder = db.schema
    .createIndex(`${table}_${columns.join("_")}`)
    .on(table)
    .columns([...columns]);
  await (unique === "unique" ? builder.unique() : builder).execute();
}

/** A column that must have a value. */
export function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
