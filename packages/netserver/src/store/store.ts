import type { Kysely, Transaction } from "kysely";
import type { Engine } from "./migrations/migration.ts";
import type { Tables } from "./tables.ts";

/** What is written together. It may run more than once, so it must do nothing but use its transaction. */
export type WriteWork<T> = (transaction: Transaction<Tables>) => Promise<T>;

/** Lets go of what was claimed. */
export type Release = () => Promise<void>;

/** Where a NetServer keeps its data. Both engines run the same queries on the same tables. */
export interface Store {
  readonly engine: Engine;
  /** For reading. A single connection on SQLite: never use it inside `write`, which holds that connection. */
  readonly db: Kysely<Tables>;
  /** Runs the work in one transaction: either all of it is stored when the promise resolves, or nothing. */
  write<T>(work: WriteWork<T>): Promise<T>;
  /** Resolves when the store answers and keeps what is written. */
  check(): Promise<void>;
  /**
   * Claims the work that only one of the servers over the store may do at a time. Answers how to let go, or `undefined`
   * while another server has it; one that dies lets go.
   */
  tryLock(): Promise<Release | undefined>;
  /** Writes a copy of the store to a new file while it is in use. Rejects with `StoreError`. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** What a query needs to run: the store's `db`, or a transaction of it. */
export type Queries = Kysely<Tables>;
