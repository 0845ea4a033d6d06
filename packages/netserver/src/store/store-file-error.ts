/** The problems of a store's file, by SQLite's own codes. */
export type StoreFileErrorCode = "SQLITE_CORRUPT" | "SQLITE_READONLY_DBMOVED";

/** The file of an open store is damaged, or no longer where it was. The message holds names, and nothing that is stored. */
export class StoreFileError extends Error {
  override readonly name = "StoreFileError";
  readonly code: StoreFileErrorCode;

  constructor(code: StoreFileErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
