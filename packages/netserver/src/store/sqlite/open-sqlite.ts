import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Kysely, sql } from "kysely";
import Database from "libsql";
import type { Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import type { Tables } from "../tables.ts";
import { fileLock, type Lock, memoryLock } from "./lock.ts";
import { SqliteQueries } from "./sqlite-queries.ts";
import { preparing, type Texts } from "./statements.ts";
import { provideStoreFile, StoreFile } from "./store-file.ts";
import { assertReadableLayout, hasValidTexts } from "./text-check.ts";

/** The names of the store's file in its data directory, and of the lock's file. */
const fileName = "netserver.sqlite";
const lockFileName = "netserver.claim";

/**
 * Milliseconds that a statement waits for another user of the file. The whole process is blocked meanwhile, so a user
 * in this process could never finish.
 */
const busyTimeoutMs = 100;

/** Milliseconds that a transaction waits to begin at most, without blocking the process. */
const maxBeginTimeoutMs = 10_000;

/**
 * Opens a store in one SQLite file. There is one connection, so writes come one after another; each is on the disk,
 * under the file's name, before it is acknowledged. Texts are read with care until all that existed at start are known
 * to be UTF-8. Throws `StoreError` when the file cannot be opened.
 */
export function openSqlite(directory: string, timeoutMs: number): Store {
  const memory = ":memory:";
  if (directory === memory) {
    return storeOver(opened(memory), { texts: "trusted", timeoutMs, lock: memoryLock, file: undefined });
  }
  makeDataDirectory(directory);
  const path = join(directory, fileName);
  const database = openedFile(path);
  return storeOver(database, {
    texts: "guarded",
    timeoutMs,
    lock: fileLock(() => privateFile(join(directory, lockFileName))),
    file: new StoreFile(path),
  });
}

interface SqliteStoreParts {
  readonly texts: Texts;
  readonly timeoutMs: number;
  readonly lock: Lock;
  /** `undefined` for a store in memory. */
  readonly file: StoreFile | undefined;
}

function storeOver(database: Database.Database, { texts, timeoutMs, lock, file }: SqliteStoreParts): Store {
  const statements = preparing(database, texts);
  const db = new SqliteQueries(statements, Math.min(timeoutMs, maxBeginTimeoutMs));
  if (texts === "guarded") void hasValidTexts(database).then((areValid) => areValid && statements.trustTexts());
  return {
    engine: "sqlite",
    db,
    async write(work) {
      file?.assertInPlace();
      const result = await db.transaction().execute(work);
      // Two checks of the file take some 10 us, the write as long as the disk.
      file?.assertInPlace();
      return result;
    },
    async check() {
      file?.assertInPlace();
      await sql`select 1`.execute(db);
    },
    tryLock: lock.tryLock,
    backup: (target) => backup(db, target),
    async close() {
      lock.close();
      await db.destroy();
    },
  };
}

function makeDataDirectory(directory: string): void {
  if (isFile(directory)) throw new StoreError(`${directory} is a file; a store wants a directory`);
  try {
    makeDirectory(resolve(directory));
  } catch (cause) {
    throw new StoreError(`the data directory ${directory} cannot be made: ${reasonOf(cause)}`, { cause });
  }
}

// Node's own way of making the directories above it too never ends below /proc.
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  try {
    // Other users of the machine must not read hashes and configured passwords.
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another server that starts at the same time may have been faster.
    if (!existsSync(directory)) throw error;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function openedFile(file: string): Database.Database {
  try {
    provideStoreFile(file);
    const database = opened(file);
    assertReadableLayout(database);
    return database;
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(`the store ${file} cannot be opened: ${reasonOf(cause)}`, { cause });
  }
}

/** Creates a file that only its owner may use, whatever the directory's permissions, unless it exists. */
function privateFile(file: string): string {
  // A file that is there must not be opened: closing it would take the locks of the process from it, of which another
  // server in this process may have some.
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  return file;
}

function opened(file: string): Database.Database {
  const database = new Database(file, { timeout: busyTimeoutMs });
  database.pragma("journal_mode = WAL");
  // Not only a killed process but also a power cut must leave every acknowledged write in the file.
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  // 64 MiB, so that the inner pages of the indexes stay in memory when there are millions of keys.
  database.pragma("cache_size = -65536");
  // The first look into the file opens its log.
  database.pragma("user_version");
  return database;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function backup(db: Kysely<Tables>, target: string): Promise<void> {
  // SQLite takes some names for more than a file's, but no absolute path.
  const file = resolve(target);
  try {
    // As private as the store from the start: SQLite also writes into an empty file of another owner.
    closeSync(openSync(file, "wx", 0o600));
    await sql`vacuum into ${file}`.execute(db).catch((cause) => {
      rmSync(file, { force: true });
      throw cause;
    });
  } catch (cause) {
    throw new StoreError(`the backup ${target} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}
