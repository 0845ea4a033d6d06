import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** The database engines that a store runs on. */
export type Engine = "sqlite" | "postgres";

/** One step from a version of the store's layout to the next. */
export interface Migration {
  /** The step's content, for readers of the list. */
  readonly name: string;
  /** Runs inside the transaction that also records the step. It may use only what `db.schema` offers: the table types are the newest layout's. */
  up(db: Kysely<Tables>, engine: Engine): Promise<void>;
}

/** A table that is being created, with any columns. */
export type Table = CreateTableBuilder<string, string>;

/** Creates a table with a primary key `id` that the database assigns and never reuses. */
export function createTable(db: Kysely<Tables>, engine: Engine, name: string): Table {
  return db.schema.createTable(name).addColumn("id", "integer", (column) => identity(column, engine));
}

function identity(column: ColumnDefinitionBuilder, engine: Engine): ColumnDefinitionBuilder {
  const key = column.primaryKey();
  return engine === "sqlite" ? key.autoIncrement() : key.generatedByDefaultAsIdentity();
}

/** Adds the columns for the creator and last editor of a row, with their timestamps. */
export function audited(table: Table): Table {
  return integers(table, "created_by", "updated_by")
    .addColumn("created_at", "text", required)
    .addColumn("updated_at", "text");
}

/** Adds integer columns with the default 0. */
export function integers(table: Table, ...names: readonly string[]): Table {
  return names.reduce(
    (made, name) => made.addColumn(name, "integer", (column) => column.notNull().defaultTo(0)),
    table,
  );
}

/** Adds text columns with a blank default. */
export function texts(table: Table, ...names: readonly string[]): Table {
  return names.reduce((made, name) => made.addColumn(name, "text", (column) => column.notNull().defaultTo("")), table);
}

/** Adds a reference to another table's row; deleting that row deletes this one. */
export function child(table: Table, name: string, parent: string): Table {
  return table.addColumn(name, "integer", (column) => column.notNull().references(`${parent}.id`).onDelete("cascade"));
}

/** Creates an index over columns, named after them. */
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
