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
export function recordBindingOf(tableName: string, recordId: number, resources: Resources): RecordBinding {
  const tableNo = tableNumberOf(tableName, resources);
  // A table that is stored as none was named all the same.
  if (recordId === 0 || namesTable(tableName)) return { tableNo, recordId };
  if (resources.settings.foreignSystem.recordWithoutTable === "ignore") return { tableNo, recordId: 0 };
  throw unfitArgument("RecordId", `RecordId must be 0 without a TableName, not ${recordId}.`);
}

/** Tells whether an argument names a table, even one that is stored as none. */
export function namesTable(tableName: string): boolean {
  return tableName.trim() !== "";
}

/** The number of the table that an argument names; 0 when it is blank. Throws SoInvalidArgumentException when unknown. */
export function tableNumberOf(tableName: string, { tables, settings }: Resources, argument = "TableName"): number {
  const number = tables.numberOf(tableName);
  if (number !== undefined) return number;
  if (settings.foreignSystem.unknownTable === "store-as-0") return 0;
  const shown = JSON.stringify(tableName.slice(0, 80));
  const nearest = tables.nearestTo(tableName);
  const ending = nearest === undefined ? "." : `; did you mean ${JSON.stringify(nearest)}?`;
  throw unfitArgument(argument, `${argument} ${shown} is not the name of a table${ending}`);
}
