import type { FieldMetadataType } from "@superoffice-soap/schema";
import { FieldValueError } from "./field-value-error.ts";

/** A value of a field, or null for none. Dates are `yyyy-MM-ddTHH:mm:ss`, with up to 7 more digits of a second. */
export type FieldValue = string | number | boolean | null;

const maxInt = 0x7fff_ffff;

/**
 * Encodes a value as CRM and ERP exchange it: `[I:7]`, `[F:1.5]`, `[I:1]` or `[I:0]` for a checkbox, `[DT:12/31/2013
 * 23:59:59.0000000]`; texts and keys of list items unchanged; no value is blank.
 */
export function encodeFieldValue(value: FieldValue, type: FieldMetadataType): string {
  if (value === null) return "";
  switch (type) {
    case "Integer":
      return `[I:${String(value)}]`;
    case "Checkbox":
      return `[I:${value === true ? 1 : 0}]`;
    case "Double":
      return `[F:${plainDecimal(Number(value))}]`;
    case "Date":
      return `[DT:${usDate(String(value))}]`;
    default:
      return String(value);
  }
}

/** Decodes a value of a type; plain values are accepted too. Throws `FieldValueError`. */
export function decodeFieldValue(text: string | null | undefined, type: FieldMetadataType): FieldValue {
  if (text === null || text === undefined || text === "") return null;
  switch (type) {
    case "Integer":
      return readInteger(text);
    case "Checkbox":
      return readCheckbox(text);
    case "Double":
      return readNumber(text);
    case "Date":
      return readDate(text);
    default:
      return text;
  }
}

/** Returns the canonical form of a value of a type. Throws `FieldValueError`. */
export function canonicalFieldValue(text: string | null | undefined, type: FieldMetadataType): string {
  return encodeFieldValue(decodeFieldValue(text, type), type);
}

/** Converts a value to another type. Throws `FieldValueError` when that type has no such value. */
export function convertFieldValue(text: string, from: FieldMetadataType, to: FieldMetadataType): string {
  const value = decodeFieldValue(text, from);
  return value === null ? "" : canonicalFieldValue(plainText(value), to);
}

/** The text displayed instead of a password. */
export const passwordMask = "********";

/** Formats a value for display. */
export function displayedFieldValue(text: string, type: FieldMetadataType): string {
  const value = decodeFieldValue(text, type);
  return type === "Password" && value !== null ? passwordMask : plainText(value ?? "");
}

function plainText(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" ? plainDecimal(value) : value;
}

function readInteger(text: string): number {
  const value = readNumber(text);
  if (!Number.isInteger(value) || value > maxInt || value < -maxInt - 1) throw notA("whole number", text);
  return value;
}

function readCheckbox(text: string): boolean {
  const flag = /^(?:\[I:)?([01])\]?$/.exec(text)?.[1] ?? /^(true|false)$/i.exec(text)?.[1]?.toLowerCase();
  if (flag === undefined) throw notA("checkbox", text);
  return flag === "1" || flag === "true";
}

function readNumber(text: string): number {
  const digits = /^\[[IF]:([^\]]*)\]$/.exec(text)?.[1] ?? text;
  const value = /^\s*[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(digits) ? Number(digits) : Number.NaN;
  if (!Number.isFinite(value)) throw notA("number", text);
  // Minus zero is zero.
  return value === 0 ? 0 : value;
}

const encodedDate = /^\[DT?:(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?)?\]$/;
const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?Z?)?$/;

function readDate(text: string): string | null {
  const encoded = encodedDate.exec(text);
  const [, month, day, year, ...time] = encoded ?? [];
  const [, isoYear, isoMonth, isoDay, ...isoTime] = isoDate.exec(text) ?? [];
  const date = encoded ? [year, month, day] : [isoYear, isoMonth, isoDay];
  const [hour = "00", minute = "00", second = "00", fraction = ""] = encoded ? time : isoTime;
  if (date[0] === undefined) throw notA("date", text);
  const digits = fraction.replace(/0+$/, "");
  const moment = `${date.map((part) => (part ?? "").padStart(2, "0")).join("-")}T${hour}:${minute}:${second}`;
  const read = new Date(`${moment}Z`);
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 19) !== moment) throw notA("date", text);
  // .NET's "no date".
  if (moment === "0001-01-01T00:00:00") return null;
  return digits === "" ? moment : `${moment}.${digits}`;
}

function usDate(moment: string): string {
  const [, year, month, day, hour, minute, second, fraction = ""] = isoDate.exec(moment) ?? [];
  return `${month}/${day}/${year} ${hour}:${minute}:${second}.${fraction.padEnd(7, "0")}`;
}

/** Formats a number without an exponent, which .NET does not read everywhere. */
function plainDecimal(value: number): string {
  const [, sign = "", whole = "", fraction = "", exponent] = /^(-?)(\d+)\.?(\d*)e([+-]\d+)$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - 1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(shift, "0")}`;
}

function notA(kind: string, text: string): FieldValueError {
  return new FieldValueError(`${JSON.stringify(text.slice(0, 80))} is no ${kind}`);
}
