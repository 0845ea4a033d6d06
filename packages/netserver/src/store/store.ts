import type { Kysely, Transaction } from "kysely";
import type { Engine } from "./migrations/migration.ts";
import type { Tables } from "./tables.ts";

/** The work of one write transaction. It may run more than once, so it must do nothing but use its transaction. */
export type WriteWork<T> = (transaction: Transaction<Tables>) => Promise<T>;

/** Releases a lock. */
export type Release = () => Promise<void>;

/** The store of a NetServer's data. Both engines run the same queries on the same tables. */
export interface Store {
  readonly engine: Engine;
  /** For reading. A single connection on SQLite: never use it inside `write`, which holds that connection. */
  readonly db: Kysely<Tables>;
  /** Runs the work in one transaction: either all of it is stored when the promise resolves, or nothing. */
  write<T>(work: WriteWork<T>): Promise<T>;
  /** Resolves when the store answers and keeps what is written. */
  check(): Promise<void>;
  /**
   * Takes the lock for work that only one of the servers over the store may do at a time. Resolves to its release, or
   * to `undefined` while another server holds it; a server that dies releases it.
   */
  tryLock(): Promise<Release | undefined>;
  /** Writes a copy of the store to a new file while it is in use. Rejects with `StoreError`. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** The object that runs queries: the store's `db`, or a transaction of it. */
export type Queries = Kysely<Tables>;
