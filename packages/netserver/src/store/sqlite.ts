import { closeSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Kysely, sql } from "kysely";
import Database from "libsql";
import { SqliteQueries } from "./sqlite-queries.ts";
import { preparing } from "./sqlite-statements.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";
import type { Tables } from "./tables.ts";

/** The name of the store's file in its data directory. */
const fileName = "netserver.sqlite";

/**
 * How long a statement waits for another user of the file. The whole process stands still meanwhile, so that the other
 * user may never be done if it is in this process too.
 */
const busyTimeoutMs = 100;

/**
 * A store in one SQLite file. There is one connection, so writes come one after another; each is on the disk before
 * it is answered. Throws `StoreError` when the file cannot be opened.
 */
export function openSqlite(directory: string): Store {
  const file = directory === ":memory:" ? directory : fileIn(directory);
  const db = new SqliteQueries(preparing(opened(file)));
  return {
    engine: "sqlite",
    db,
    write: (work) => db.transaction().execute(work),
    claim: async () => async () => undefined,
    backup: (target) => backup(db, target),
    close: () => db.destroy(),
  };
}

function fileIn(directory: string): string {
  if (isFile(directory)) throw new StoreError(`${directory} is a file; a store wants a directory`);
  try {
    // Others on the machine have no business with hashes and configured passwords.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreError(`the data directory ${directory} cannot be made: ${reasonOf(cause)}`, { cause });
  }
  return join(directory, fileName);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function opened(file: string): Database.Database {
  try {
    // Nobody else's either where the directory was there before. What SQLite puts beside the file is as open as it.
    if (file !== ":memory:") closeSync(openSync(file, "a", 0o600));
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
  // SQLite takes some names for more than a file's, but no absolute path.
  const file = resolve(target);
  try {
    // As private as the store, from the start; SQLite writes into a file that is empty, but whose else would it be?
    closeSync(openSync(file, "wx", 0o600));
    await sql`vacuum into ${file}`.execute(db).catch((cause) => {
      rmSync(file, { force: true });
      throw cause;
    });
  } catch (cause) {
    throw new StoreError(`the backup ${target} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}
