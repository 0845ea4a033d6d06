import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";

/** The names of the file's columns. */
export interface Columns {
  /** The column of the CRM record's primary key. */
  readonly record: string;
  /** The column of the ERP's id for that record. */
  readonly value: string;
}

/** A row that can be sent. */
export interface Row {
  /** The line of the file that the row begins on, from 1. */
  readonly line: number;
  readonly recordId: number;
  readonly value: string;
}

/** A row that was not stored, and the reason. */
export interface FailedRow {
  readonly line: number;
  /** The column or the GraphQL field that is to blame; absent when none is. */
  readonly field?: string;
  readonly reason: string;
}

/** A file that is no table with these columns. The message names the file, and the line where there is one. */
export class CsvFileError extends Error {
  override readonly name = "CsvFileError";
}

/** Yields the rows of a CSV file with a header, read as they are asked for. Throws `CsvFileError`. */
export async function* readRows(file: string, columns: Columns, delimiter: string): AsyncGenerator<Row | FailedRow> {
  const input = createReadStream(file);
  const options = { bom: true, delimiter, info: true, record_delimiter: ["\r\n", "\n"] };
  const records = input.pipe(parse({ ...options, relax_column_count: true, skip_empty_lines: true }));
  input.once("error", (error) => records.destroy(error));
  let rowOf: ((record: readonly string[], line: number) => Row | FailedRow) | undefined;
  try {
    for await (const { record, info } of records as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (rowOf !== undefined) yield rowOf(record, info.lines - linesWithin(record));
      else rowOf = rowReader(record, columns, file);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new CsvFileError(`${file}: ${error.message}`, { cause: error });
    if (!isReadError(error)) throw error;
    throw new CsvFileError(`${file} cannot be read: ${error.code}.`, { cause: error });
  } finally {
    input.destroy();
  }
  if (rowOf === undefined) throw new CsvFileError(`${file} is empty.`);
}

function isReadError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

// The parser tells the line that a record ends on, and quoted fields may span several.
function linesWithin(record: readonly string[]): number {
  return record.join("").split("\n").length - 1;
}

function rowReader(header: readonly string[], columns: Columns, file: string) {
  const recordAt = columnAt(header, columns.record, file);
  const valueAt = columnAt(header, columns.value, file);
  const lineOfRecord = new Map<number, number>();
  return (record: readonly string[], line: number): Row | FailedRow => {
    const failed = (reason: string, field?: string) => ({ line, reason, ...(field && { field }) });
    if (record.length !== header.length) return failed(`${record.length} fields, but the header has ${header.length}.`);
    const [text = "", value = ""] = [record[recordAt], record[valueAt]];
    const recordId = /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : 0;
    if (recordId < 1 || recordId > 0x7fff_ffff)
      return failed(`${JSON.stringify(text)} is no record's id.`, columns.record);
    if (value.trim() === "") return failed("It is blank.", columns.value);
    if (value.includes("\ufffd")) return failed("It is not UTF-8.", columns.value);
    const before = lineOfRecord.get(recordId);
    // Two ids for one record: rows are sent side by side, so that either might win.
    if (before !== undefined) return failed(`${recordId} is on line ${before} already.`, columns.record);
    lineOfRecord.set(recordId, line);
    return { line, recordId, value };
  };
}

function columnAt(header: readonly string[], column: string, file: string): number {
  const at = header.findIndex((name) => name.trim() === column);
  if (at >= 0) return at;
  throw new CsvFileError(`${file} has no column ${JSON.stringify(column)}, but ${JSON.stringify(header.join(", "))}.`);
}
