import type { SqliteDatabase, SqliteStatement } from "kysely";
import type Database from "libsql";
import { isForSingleRow } from "../single-row.ts";
import { decodedValue, guardedQuery, isGuardable } from "./guarded-query.ts";

/** The number of statements kept prepared: preparing one costs more than running it. */
const maxPrepared = 500;

/** The part of a database that Kysely uses, and whether a transaction is open in it. */
export interface TransactingDatabase extends SqliteDatabase {
  readonly isInTransaction: boolean;
}

/** Knows whether the texts of a database are UTF-8. Until then each is checked before libsql makes a string of it. */
export type Texts = "trusted" | "guarded";

/** A database that keeps its statements prepared. */
export interface PreparingDatabase extends TransactingDatabase {
  /** Reads texts unchecked from now on, unless the file was found to be damaged. */
  trustTexts(): void;
}

/** Returns the part of a libsql database that Kysely uses, keeping its statements prepared. */
export function preparing(database: Database.Database, texts: Texts): PreparingDatabase {
  const kept = new Map<string, SqliteStatement>();
  let isDamaged = false;
  let isGuarded = texts === "guarded";
  const notice = (error: unknown) => {
    if (isDamaged || !isDamage(error)) return;
    [isDamaged, isGuarded] = [true, true];
    kept.clear();
  };
  return {
    trustTexts: () => {
      if (isDamaged) return;
      isGuarded = false;
      kept.clear();
    },
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
      const plain = database.prepare(text);
      const statement = isGuarded ? guarded(database, plain, text, notice) : checked(plain, text, notice);
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
    // On a full disk, for example. The log is as safe there, and the next program that opens the store reads it.
  }
}

/** SQLite's codes for a file that is damaged. */
const damage = /^SQLITE_(?:CORRUPT|NOTADB)/;

function isDamage(error: unknown): boolean {
  return error instanceof Error && "code" in error && damage.test(String(error.code));
}

type Notice = (error: unknown) => void;
type RowOf = (row: unknown) => Record<string, unknown>;

/** Returns the statement; one that reads returns its texts as bytes. */
function guarded(
  database: Database.Database,
  statement: Database.Statement,
  text: string,
  notice: Notice,
): SqliteStatement {
  if (!statement.reader || !isGuardable(text)) return checked(statement, text, notice);
  const columns = statement.raw().columns();
  const decode = (value: unknown, index: number) => decodedValue(value, columns[index]?.name ?? "", text);
  const nameValues = objectsOf(columns);
  // A `raw` statement returns arrays.
  const rowOf: RowOf = (row) => nameValues((row as readonly unknown[]).map(decode));
  return checked(database.prepare(guardedQuery(text, columns.length)).raw(), text, notice, rowOf);
}

function checked(
  statement: Database.Statement,
  text: string,
  notice: Notice,
  rowOf: RowOf = rowsOf(statement),
): SqliteStatement {
  const { reader } = statement;
  const isOne = isForSingleRow(text);
  return {
    reader,
    all: (parameters) => {
      const bound = parameters.map(bindable);
      try {
        // A row by itself is read in half the time that libsql needs for a list of one.
        if (!isOne) return statement.all(bound).map(rowOf);
        const row: unknown = statement.get(bound);
        return row === undefined ? [] : [rowOf(row)];
      } catch (error) {
        notice(error);
        throw error;
      }
    },
    run: (parameters) => statement.run(parameters.map(bindable)),
    *iterate(parameters) {
      for (const row of statement.iterate(parameters.map(bindable))) yield rowOf(row);
    },
  };
}

function rowsOf(statement: Database.Statement): RowOf {
  return statement.reader ? objectsOf(statement.raw().columns()) : () => ({});
}

// libsql is slower at naming a row's values than JavaScript is.
function objectsOf(columns: readonly { readonly name: string }[]): RowOf {
  const names = columns.map(({ name }) => name);
  return (row) => {
    // A `raw` statement returns arrays.
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
