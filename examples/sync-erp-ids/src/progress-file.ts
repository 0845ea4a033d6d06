import { closeSync, existsSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from "node:fs";
import type { Row } from "./csv-rows.ts";
import type { KeyTarget } from "./save-key.ts";

/** A file that is not the progress of this sync, or cannot be. The message names it. */
export class ProgressFileError extends Error {
  override readonly name = "ProgressFileError";
}

/**
 * The rows that are known to be stored, kept in a file to which each row is added when the server has confirmed it. A
 * program that is killed therefore loses at most the rows in flight, which the next run sends again, with the same
 * result.
 */
export class ProgressFile {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #values: ReadonlyMap<number, string>;
  #isEmpty: boolean;

  /** Opens or creates the file. Throws `ProgressFileError` when it cannot, or when the file belongs to another sync. */
  constructor(path: string, endpoint: string, target: KeyTarget) {
    this.#path = path;
    const first = JSON.stringify({ endpoint, ...target });
    const [found, ...rows] = opening(path, () => (existsSync(path) ? wholeLines(path) : []));
    if (found !== undefined && found !== first) {
      throw new ProgressFileError(
        `${path} is the progress of another sync, ${found}. Finish that, or remove the file.`,
      );
    }
    this.#values = new Map(rows.map((row) => notedRow(path, row)));
    this.#isEmpty = rows.length === 0;
    this.#descriptor = opening(path, () => openSync(path, "a"));
    if (found === undefined) writeSync(this.#descriptor, `${first}\n`);
  }

  /** Tells whether this value was stored for the record; false for a row that was corrected since. */
  has({ recordId, value }: Row): boolean {
    return this.#values.get(recordId) === value;
  }

  /** Notes that a row is stored. */
  add({ recordId, value }: Row): void {
    writeSync(this.#descriptor, `${JSON.stringify([recordId, value])}\n`);
    this.#isEmpty = false;
  }

  /** Closes the file, which stays for the next run to continue from, unless it holds no row. */
  close(): void {
    if (this.#isEmpty) this.finish();
    else closeSync(this.#descriptor);
  }

  /** Closes and removes the file: nothing is left to continue. */
  finish(): void {
    closeSync(this.#descriptor);
    rmSync(this.#path);
  }
}

function opening<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ProgressFileError(`${path} cannot be used to note progress: ${code}.`, { cause: error });
  }
}

function notedRow(path: string, line: string): [number, string] {
  try {
    const row: unknown = JSON.parse(line);
    if (Array.isArray(row) && row.length === 2) return row as [number, string];
  } catch {
    // Reported below, like anything else that is no row.
  }
  throw new ProgressFileError(`${path} is damaged. Remove it: all rows are then sent again, which changes nothing.`);
}

// A program that was killed while it wrote leaves a line without an end.
function wholeLines(path: string): string[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) truncateSync(path, end);
  return bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
}
