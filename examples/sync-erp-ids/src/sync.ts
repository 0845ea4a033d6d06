import { pMapIterable } from "p-map";
import type { FailedRow, Row } from "./csv-rows.ts";
import type { ProgressFile } from "./progress-file.ts";
import { type KeySaver, ServerError } from "./save-key.ts";

/** The outcome of the rows so far. */
export interface Tally {
  /** Rows that this run stored. */
  saved: number;
  /** Rows that an earlier run had stored. */
  savedBefore: number;
  readonly failed: FailedRow[];
}

/** The options of a sync. */
export interface SyncOptions {
  readonly rows: AsyncIterable<Row | FailedRow>;
  readonly progress: ProgressFile;
  readonly save: KeySaver;
  /** The number of rows that are in flight at a time. */
  readonly concurrency: number;
  /** Ends the sync when the rows in flight are done. */
  readonly signal: AbortSignal;
  /** Receives the tally after each row. */
  readonly onTally: (tally: Tally) => void;
}

/**
 * Stores the rows that are not stored yet; failed ones are tallied in the file's order. Rejects with `ServerError` when
 * the server is gone, after the rows in flight; the last call of `onTally` has the tally up to then.
 */
export async function sync({ rows, progress, save, concurrency, signal, onTally }: SyncOptions): Promise<Tally> {
  const tally: Tally = { saved: 0, savedBefore: 0, failed: [] };
  let gone: ServerError | undefined;

  async function* wanted() {
    for await (const row of rows) {
      if (signal.aborted || gone !== undefined) return;
      yield row;
    }
  }

  const attempt = async (row: Row | FailedRow): Promise<FailedRow | "saved" | "savedBefore" | "left"> => {
    if ("reason" in row) return row;
    if (progress.has(row)) return "savedBefore";
    try {
      const failed = await save(row);
      if (failed !== undefined) return failed;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      gone ??= error;
      return "left";
    }
    progress.add(row);
    return "saved";
  };

  for await (const outcome of pMapIterable(wanted(), attempt, { concurrency })) {
    if (outcome === "left") continue;
    if (typeof outcome === "string") tally[outcome] += 1;
    else tally.failed.push(outcome);
    onTally(tally);
  }
  if (gone !== undefined && !signal.aborted) throw gone;
  return tally;
}
