import type { AnswerOptions } from "../options.ts";

/** What stands for "no date" in every date of the contract. */
const unsetDate = "0001-01-01T00:00:00";

/** A moment as it is stored: UTC, whole seconds, no suffix, `2021-03-25T21:35:56`. Later moments sort after earlier ones. */
export function timestampOf(moment: Date): string {
  const second = Math.floor(moment.getTime() / 1000);
  if (second !== latest.second) latest = { second, stored: moment.toISOString().slice(0, 19) };
  return latest.stored;
}

// Many calls come within one second, and all of them ask for it.
let latest = { second: Number.NaN, stored: "" };

/** A stored moment as an answer carries it. Null is the date that stands for no date. */
export function dateOf(stored: string | null, { dates }: Required<AnswerOptions>): string {
  const date = stored ?? unsetDate;
  return dates === "utc-marked" ? `${date}Z` : date;
}
