import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import Database from "libsql";
import { StoreError } from "../store-error.ts";
import { StoreFileError } from "../store-file-error.ts";

/**
 * Creates the file of a new store, or checks an existing one. A store's file is never empty, not even briefly: an empty
 * one has lost its content. Throws `StoreError` for that.
 */
export function provideStoreFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.size === 0) throw lost(`${file} is empty`, file);
  // SQLite reports only a number for a file that it may not open.
  if (found !== undefined) return accessSync(file, constants.R_OK | constants.W_OK);
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) throw lost(`${file} is missing beside its log ${file}-wal`, file);
  makeStoreFile(file);
}

function lost(what: string, file: string): StoreError {
  return new StoreError(
    `${what}: a store that held data has lost them. Put a backup in its place, without ${file}-wal and ${file}-shm; or remove all three to start with a new store`,
  );
}

// Made under another name and then named, so that servers that start together find a whole one or none.
function makeStoreFile(file: string): void {
  const made = `${file}.${randomBytes(8).toString("hex")}`;
  try {
    // Only its owner may use it, whatever the directory's permissions; SQLite's files beside it are as private.
    closeSync(openSync(made, "wx", 0o600));
    writeEmptyDatabase(made);
    nameFile(made, file);
  } finally {
    rmSync(made, { force: true });
  }
}

// By another database: were it opened itself, closing it would take the locks of the process from the store's file.
function writeEmptyDatabase(file: string): void {
  const memory = new Database(":memory:");
  try {
    memory.exec("pragma user_version = 0");
    memory.prepare("vacuum into ?").run([file]);
  } finally {
    memory.close();
  }
}

function nameFile(made: string, file: string): void {
  try {
    linkSync(made, file);
  } catch (error) {
    // Another server was faster, or the file system has no links.
    if (!existsSync(file)) renameSync(made, file);
    else if (!isTaken(error)) throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

/** Returns the identity of a file, independent of its name. */
type Identity = string;

/** Knows the files of an open SQLite store, and notices when they were removed or replaced. */
export class StoreFile {
  readonly #identities: ReadonlyMap<string, Identity>;

  /** Call this for a store that has been read, so that its log exists. */
  constructor(file: string) {
    this.#identities = new Map([file, `${file}-wal`].map((path) => [path, identityOf(path) ?? ""]));
  }

  /** Throws `StoreFileError` when the store's file or its log was removed or replaced: later writes would be lost. */
  assertInPlace(): void {
    for (const [path, identity] of this.#identities) {
      if (identityOf(path) === identity) continue;
      throw new StoreFileError(
        "SQLITE_READONLY_DBMOVED",
        `${path} was removed or replaced while the store was open: nothing more is written. A backup from this server still holds what it knows; a restart uses what is there now`,
      );
    }
  }
}

function identityOf(path: string): Identity | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino}`;
}
