import type { SqliteDatabase, SqliteStatement } from "kysely";
import type Database from "libsql";
import { isForOneRow } from "./one-row.ts";

/** Statements kept prepared: preparing one costs more than running it. */
const maxPrepared = 500;

/** What Kysely uses of a database, and whether a transaction is open in it. */
export interface TransactingDatabase extends SqliteDatabase {
  readonly isInTransaction: boolean;
}

/** The part of a libsql database that Kysely uses, with its statements kept for the next time. */
export function preparing(database: Database.Database): TransactingDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    get isInTransaction() {
      return isInTransaction(database);
    },
    close: () => {
      kept.clear();
      // It would keep the file locked for as long as libsql keeps it open.
      if (isInTransaction(database)) database.exec("rollback");
      writeBack(database);
      database.close();
    },
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      if (kept.size >= maxPrepared) kept.clear();
      const statement = checked(database.prepare(text), text);
      kept.set(text, statement);
      return statement;
    },
  };
}

function isInTransaction(database: Database.Database): boolean {
  // libsql aborts the whole process when it is asked this of a database that is closed.
  return database.open && database.inTransaction;
}

// libsql keeps the file open until its statements are garbage, so the log is not written back by itself.
function writeBack(database: Database.Database): void {
  try {
    database.pragma("wal_checkpoint(truncate)");
  } catch {
    // On a full disk, say. What is in the log is as safe there, and whoever opens the store next reads it.
  }
}

function checked(statement: Database.Statement, text: string): SqliteStatement {
  const { reader } = statement;
  const rowOf = reader ? objectsOf(statement.raw().columns()) : () => ({});
  const isOne = isForOneRow(text);
  return {
    reader,
    // A row by itself is read in half the time that libsql needs for a list of one.
    all: (parameters) => {
      const bound = parameters.map(bindable);
      if (!isOne) return statement.all(bound).map(rowOf);
      const row: unknown = statement.get(bound);
      return row === undefined ? [] : [rowOf(row)];
    },
    run: (parameters) => statement.run(parameters.map(bindable)),
    *iterate(parameters) {
      for (const row of statement.iterate(parameters.map(bindable))) yield rowOf(row);
    },
  };
}

// libsql is slower at naming a row's values than JavaScript is.
function objectsOf(columns: readonly { readonly name: string }[]): (row: unknown) => Record<string, unknown> {
  const names = columns.map(({ name }) => name);
  return (row) => {
    // A statement that is `raw` answers arrays.
    const values = row as readonly unknown[];
    const named: Record<string, unknown> = {};
    names.forEach((name, index) => {
      named[name] = values[index];
    });
    return named;
  };
}

// libsql aborts the whole process when it is given anything else.
function bindable(parameter: unknown): unknown {
  if (parameter === null || typeof parameter === "string" || typeof parameter === "bigint") return parameter;
  if (typeof parameter === "number" && Number.isFinite(parameter)) return parameter;
  throw new TypeError(`a ${typeof parameter} cannot be stored`);
}
