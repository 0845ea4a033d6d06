import Database from "libsql";
import type { Store } from "../store.ts";
import { isBusy } from "./writing-sqlite-driver.ts";

/** The claim that servers over one SQLite store take in turns. */
export interface Lock {
  readonly tryLock: Store["tryLock"];
  /** Gives up the file; the claim has been let go by then. */
  close(): void;
}

/** A store in memory belongs to one server, which gets its claim always. */
export const memoryLock: Lock = {
  tryLock: async () => async () => undefined,
  close: () => undefined,
};

/**
 * The claim is SQLite's lock on an empty file of its own, since one on the store would keep everybody from writing. The
 * system lets go of the locks of a process that dies. `makeFile` is asked for the file when it is first needed.
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
