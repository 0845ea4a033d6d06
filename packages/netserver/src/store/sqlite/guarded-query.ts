import { isUtf8 } from "node:buffer";
import { StoreFileError } from "../store-file-error.ts";

/** Tells whether a query can be guarded: it only reads. Other statements that return rows here return numbers. */
export function isGuardable(text: string): boolean {
  return /^\s*select\b/i.test(text);
}

/** Rewrites a query to return every text as bytes: libsql aborts the process for text that is not UTF-8. */
export function guardedQuery(text: string, columnCount: number): string {
  const names = Array.from({ length: columnCount }, (_, index) => `c${index}`);
  const bytes = names.map((name) => `case typeof(${name}) when 'text' then cast(${name} as blob) else ${name} end`);
  return `with guarded(${names.join(", ")}) as (${text}) select ${bytes.join(", ")} from guarded`;
}

/** Converts a guarded query's value of a column. Throws `StoreFileError` for a text that is not UTF-8. */
export function decodedValue(value: unknown, column: string, text: string): unknown {
  if (!Buffer.isBuffer(value)) return value;
  if (isUtf8(value)) return value.toString("utf8");
  const tables = new Set(Array.from(text.matchAll(/\b(?:from|join) "(\w+)"/g), ([, table]) => table));
  throw new StoreFileError(
    "SQLITE_CORRUPT",
    `the store's file is damaged: a text in column ${column} of ${[...tables].join(", ")} is not UTF-8`,
  );
}
