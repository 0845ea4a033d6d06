import { intOf, textOf } from "../call/arguments.ts";
import { unfitArgument } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";

/** The record that a key is bound to: a table's number, 0 for none, and a record in it, 0 for none. */
export interface RecordBinding {
  readonly tableNo: number;
  readonly recordId: number;
}

/**
 * The record that two arguments name. Throws SoInvalidArgumentException for a table that the catalogue lacks and for
 * a record without a table.
 */
export function recordBindingOf(tableName: unknown, recordId: unknown, resources: Resources): RecordBinding {
  const record = intOf(recordId, "RecordId");
  const tableNo = tableNumberOf(tableName, resources);
  // A table that is stored as none was named all the same.
  if (record === 0 || namesTable(tableName)) return { tableNo, recordId: record };
  if (resources.settings.foreignSystem.recordWithoutTable === "ignore") return { tableNo, recordId: 0 };
  throw unfitArgument("RecordId", `RecordId must be 0 without a TableName, not ${record}.`);
}

/** Whether an argument names a table, be it one that is stored as none. */
export function namesTable(value: unknown, argument = "TableName"): boolean {
  return textOf(value, argument).trim() !== "";
}

/** The number of the table that an argument names; 0 when it is blank. Throws SoInvalidArgumentException when unknown. */
export function tableNumberOf(value: unknown, { tables, settings }: Resources, argument = "TableName"): number {
  const name = textOf(value, argument);
  const number = tables.numberOf(name);
  if (number !== undefined) return number;
  if (settings.foreignSystem.unknownTable === "store-as-0") return 0;
  const shown = JSON.stringify(name.slice(0, 80));
  const nearest = tables.nearestTo(name);
  const ending = nearest === undefined ? "." : `; did you mean ${JSON.stringify(nearest)}?`;
  throw unfitArgument(argument, `${argument} ${shown} is not the name of a table${ending}`);
}
