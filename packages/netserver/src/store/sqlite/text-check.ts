import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import type Database from "libsql";
import { StoreFileError } from "../store-file-error.ts";

/** The number of rows that are checked per step: some 0.3 ms. */
const rowsAtOnce = 1000;

/**
 * Resolves to whether every text of a database is UTF-8; to false as well when the database closes meanwhile or cannot
 * be read. It yields to the event loop between steps, and does not keep the process alive.
 */
export async function hasValidTexts(database: Database.Database): Promise<boolean> {
  try {
    for (const check of textChecks(database)) {
      for (let last = Number.MIN_SAFE_INTEGER; ; ) {
        await setImmediate(undefined, { ref: false });
        if (!database.open) return false;
        const [texts, next] = check.get([last]) as [Buffer | null, number | null];
        if (texts !== null && !isUtf8(texts)) return false;
        if (next === null) break;
        // In a damaged table the rows need not be in order, nor come to an end.
        if (next <= last) return false;
        last = next;
      }
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Throws `StoreFileError` when the layout itself is not UTF-8: libsql aborts the process for the name of such a column as
 * well, which `select *` asks for.
 */
export function assertReadableLayout(database: Database.Database): void {
  const parts = "cast(coalesce(name, '') as blob), cast(coalesce(sql, '') as blob)";
  const rows = database.prepare(`select ${parts} from sqlite_schema`).raw().all([]) as readonly (readonly Buffer[])[];
  if (rows.flat().every((bytes) => isUtf8(bytes))) return;
  throw new StoreFileError("SQLITE_CORRUPT", "the store's file is damaged: its layout is not UTF-8");
}

/**
 * Builds a query for each table: from a row on, the bytes of all texts of the next rows, and the last of these rows.
 */
function* textChecks(database: Database.Database): Generator<Database.Statement> {
  for (const table of namesOf(database, "select cast(name as blob) from sqlite_schema where type = 'table'")) {
    // All columns: damage turns numbers into texts too.
    const columns = namesOf(database, `select cast(name as blob) from pragma_table_info('${table}')`);
    // No text can go on behind the separator, so that what is valid together is valid by itself.
    const row = columns.map((column) => `coalesce("${column}", '')`).join(" || char(31) || ");
    const rows = `select rowid as id, ${row} as texts from "${table}" where rowid > ? order by rowid limit ${rowsAtOnce}`;
    yield database.prepare(`select cast(group_concat(texts, char(31)) as blob), max(id) from (${rows})`).raw();
  }
}

/** Reads names that a query returns as bytes. Throws for one that is not this program's. */
function namesOf(database: Database.Database, query: string): readonly string[] {
  const rows = database.prepare(query).raw().all([]) as readonly (readonly [Buffer])[];
  return rows.map(([bytes]) => {
    const name = bytes.toString("latin1");
    if (!/^\w+$/.test(name)) throw new RangeError("a name that is not this program's");
    return name;
  });
}
