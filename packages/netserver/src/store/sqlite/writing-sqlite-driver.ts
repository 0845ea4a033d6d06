import { setTimeout } from "node:timers/promises";
import { CompiledQuery, type DatabaseConnection, SqliteDriver } from "kysely";
import type { TransactingDatabase } from "./statements.ts";

/** Kysely's driver, with write transactions, and a flag for an idle connection. */
export class WritingSqliteDriver extends SqliteDriver {
  readonly #database: TransactingDatabase;
  readonly #beginTimeoutMs: number;
  #users = 0;
  #isClosed = false;

  /** `beginTimeoutMs` is how long a transaction waits for other writers of the file to begin. */
  constructor(database: TransactingDatabase, beginTimeoutMs: number) {
    super({ database });
    this.#database = database;
    this.#beginTimeoutMs = beginTimeoutMs;
  }

  /** True when the only connection is free and no caller waits for it. */
  get isIdle(): boolean {
    return this.#users === 0 && !this.#isClosed;
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    this.#users++;
    return super.acquireConnection();
  }

  override releaseConnection(): Promise<void> {
    this.#users--;
    return super.releaseConnection();
  }

  override destroy(): Promise<void> {
    this.#isClosed = true;
    return super.destroy();
  }

  // A transaction that starts out reading cannot wait for another writer once it wants to write: SQLite fails it.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const deadline = performance.now() + this.#beginTimeoutMs;
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

  // SQLite undoes a transaction by itself when the disk is full or fails. To ask for that again is an error, which
  // would hide the one that says why.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isInTransaction) await super.rollbackTransaction(connection);
  }
}

/** Tells whether an error means that another user holds the file. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}
