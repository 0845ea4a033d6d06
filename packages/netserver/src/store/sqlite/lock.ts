import Database from "libsql";
import type { Store } from "../store.ts";
import { isBusy } from "./writing-sqlite-driver.ts";

/** The exclusive lock that servers over one SQLite store share. */
export interface Lock {
  readonly tryLock: Store["tryLock"];
  /** Closes the lock's file; the lock is released by then. */
  close(): void;
}

/** The lock of a store in memory, which one server uses alone and always gets. */
export const memoryLock: Lock = {
  tryLock: async () => async () => undefined,
  close: () => undefined,
};

/**
 * Creates a lock that is SQLite's own on a separate, empty file: one on the store would block all writes. The system
 * releases the locks of a process that dies. `makeFile` is called when the file is first needed.
 */
export function fileLock(makeFile: () => string): Lock {
  let database: Database.Database | undefined;
  return {
    async tryLock() {
      database ??= new Database(makeFile(), { timeout: 0 });
      const held = database;
      try {
        held.exec("begin exclusive");
      } catch (error) {
        if (isBusy(error)) return undefined;
        throw error;
      }
      return async () => void held.exec("rollback");
    },
    close: () => database?.close(),
  };
}
