import type { AnswerOptions } from "../options.ts";

/** The contract's value for "no date". */
const unsetDate = "0001-01-01T00:00:00";

/**
 * Formats a date as the store keeps it: UTC, whole seconds, no suffix, `2021-03-25T21:35:56`. Later timestamps sort
 * after earlier ones.
 */
export function timestampOf(moment: Date): string {
  const second = Math.floor(moment.getTime() / 1000);
  if (second !== latest.second) latest = { second, stored: moment.toISOString().slice(0, 19) };
  return latest.stored;
}

// Many calls in one second all need the same timestamp.
let latest = { second: Number.NaN, stored: "" };

/** Converts a timestamp for an answer. Null becomes the date that stands for none. */
export function dateOf(stored: string | null, { dates }: Required<AnswerOptions>): string {
  const date = stored ?? unsetDate;
  return dates === "utc-marked" ? `${date}Z` : date;
}
