import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  sql,
} from "kysely";
import Database from "libsql";
import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";
import type { Tables } from "./tables.ts";
import { traceQuery } from "./trace-query.ts";

/** The name of the store's file in its data directory. */
const fileName = "netserver.sqlite";

/**
 * How long a statement waits for another user of the file. The whole process stands still meanwhile, so that the other
 * user may never be done if it is in this process too.
 */
const busyTimeoutMs = 100;

/** How long a transaction waits to begin, the process going on meanwhile. */
const beginTimeoutMs = 10_000;

/** Statements kept prepared: preparing one costs more than running it. */
const maxPrepared = 500;

/**
 * A store in one SQLite file. There is one connection, so writes come one after another; each is on the disk before
 * it is answered. Throws `StoreError` when the file cannot be opened.
 */
export function openSqlite(directory: string): Store {
  const file = directory === ":memory:" ? directory : fileIn(directory);
  const database = opened(file);
  const dialect = new WritingSqliteDialect({ database: preparing(database) });
  const db = new Kysely<Tables>({ dialect, log: traceQuery });
  return {
    engine: "sqlite",
    db,
    write: (work) => db.transaction().execute(work),
    backup: (target) => backup(db, target),
    close: () => db.destroy(),
  };
}

function fileIn(directory: string): string {
  try {
    // Others on the machine have no business with hashes and configured passwords.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreError(`the data directory ${directory} cannot be made: ${reasonOf(cause)}`, { cause });
  }
  return join(directory, fileName);
}

function opened(file: string): Database.Database {
  try {
    const database = new Database(file, { timeout: busyTimeoutMs });
    database.pragma("journal_mode = WAL");
    // Not only a killed process but also a power cut must leave every acknowledged write in the file.
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    // 64 MiB, so that the inner pages of the indexes stay in memory when there are millions of keys.
    database.pragma("cache_size = -65536");
    return database;
  } catch (cause) {
    throw new StoreError(`the store ${file} cannot be opened: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function backup(db: Kysely<Tables>, target: string): Promise<void> {
  try {
    await sql`vacuum into ${target}`.execute(db);
  } catch (cause) {
    throw new StoreError(`the backup ${target} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** The part of a libsql database that Kysely uses, with its statements kept for the next time. */
function preparing(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => {
      kept.clear();
      // libsql keeps the file open until its statements are garbage, so the log is not written back by itself.
      database.pragma("wal_checkpoint(truncate)");
      database.close();
    },
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      if (kept.size >= maxPrepared) kept.clear();
      const statement = checked(database.prepare(text));
      kept.set(text, statement);
      return statement;
    },
  };
}

function checked(statement: Database.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
  };
}

// libsql aborts the whole process when it is given anything else.
function bindable(parameter: unknown): unknown {
  if (parameter === null || typeof parameter === "string" || typeof parameter === "bigint") return parameter;
  if (typeof parameter === "number" && Number.isFinite(parameter)) return parameter;
  throw new TypeError(`a ${typeof parameter} cannot be stored`);
}

class WritingSqliteDialect extends SqliteDialect {
  readonly #config: { readonly database: SqliteDatabase };

  constructor(config: { readonly database: SqliteDatabase }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new WritingSqliteDriver(this.#config);
  }
}

class WritingSqliteDriver extends SqliteDriver {
  // A transaction that starts out reading cannot wait for another writer once it wants to write: SQLite fails it.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const deadline = performance.now() + beginTimeoutMs;
    for (;;) {
      try {
        await connection.executeQuery(CompiledQuery.raw("begin immediate"));
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
        await setTimeout(5);
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}
