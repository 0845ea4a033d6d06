import { closeSync, existsSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from "node:fs";
import type { Row } from "./csv-rows.ts";
import type { KeyTarget } from "./save-key.ts";

/** A file that is not the progress of this sync. The message names it. */
export class ProgressFileError extends Error {
  override readonly name = "ProgressFileError";
}

/**
 * The rows that are known to be stored, kept in a file to which each row is added when the server has answered. A
 * program that is killed therefore loses at most the rows under way, which are then sent once more and come out the same.
 */
export class ProgressFile {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #values: ReadonlyMap<number, string>;

  /** Opens or creates the file. Throws `ProgressFileError` when it belongs to another sync. */
  constructor(path: string, endpoint: string, target: KeyTarget) {
    this.#path = path;
    const first = JSON.stringify({ endpoint, ...target });
    const [found, ...rows] = existsSync(path) ? wholeLines(path) : [];
    if (found !== undefined && found !== first) {
      throw new ProgressFileError(
        `${path} is the progress of another sync, ${found}. Finish that, or remove the file.`,
      );
    }
    this.#values = new Map(rows.map((row) => JSON.parse(row) as [number, string]));
    this.#descriptor = openSync(path, "a");
    if (found === undefined) writeSync(this.#descriptor, `${first}\n`);
  }

  /** True when this value was stored for the record; a row that was corrected since was not. */
  has({ recordId, value }: Row): boolean {
    return this.#values.get(recordId) === value;
  }

  /** Remembers that a row is stored. */
  add({ recordId, value }: Row): void {
    writeSync(this.#descriptor, `${JSON.stringify([recordId, value])}\n`);
  }

  /** Ends the writing; the file stays, for the next run to continue from. */
  close(): void {
    closeSync(this.#descriptor);
  }

  /** Ends the writing and removes the file: nothing is left to continue. */
  finish(): void {
    this.close();
    rmSync(this.#path);
  }
}

// A program that was killed while it wrote leaves a line without an end.
function wholeLines(path: string): string[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) truncateSync(path, end);
  return bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
}
