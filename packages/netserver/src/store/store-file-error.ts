/** The problems of a store's file, by SQLite's own codes. */
export type StoreFileErrorCode = "SQLITE_CORRUPT" | "SQLITE_READONLY_DBMOVED";

/** The error for an open store whose file is damaged or was moved. The message holds names, and no stored data. */
export class StoreFileError extends Error {
  override readonly name = "StoreFileError";
  readonly code: StoreFileErrorCode;

  constructor(code: StoreFileErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
