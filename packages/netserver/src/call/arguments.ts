import { type IntegerName, integerRanges, isXmlText } from "@superoffice-soap/schema";
import { invalidArgument, invalidField, unfitArgument } from "./so-exception.ts";

/** A text argument; blank when absent or nil. Throws SoInvalidArgumentException for what is no text XML can carry. */
export function textOf(value: unknown, name: string): string {
  return optionalTextOf(value, name) ?? "";
}

/** As `textOf`, but null when absent or nil. */
export function optionalTextOf(value: unknown, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw invalidArgument(name, "a string", value);
  // No SOAP client could read it back, and PostgreSQL cannot store some of it.
  if (!isXmlText(value)) throw unfitArgument(name, `${name} has a character that XML cannot carry.`);
  return value;
}

/** An `xs:int` argument; 0 when absent or nil. Throws SoInvalidArgumentException for anything else. */
export function intOf(value: unknown, name: string): number {
  return integerOf(value, name, "int");
}

/** An `xs:short` argument; 0 when absent or nil. Throws SoInvalidArgumentException for anything else. */
export function shortOf(value: unknown, name: string): number {
  return integerOf(value, name, "short");
}

/** An `xs:boolean` argument; false when absent or nil. Throws SoInvalidArgumentException for anything else. */
export function booleanOf(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw invalidArgument(name, "an xs:boolean", value);
  return value;
}

/** Members of an entity argument; null when absent or nil. Throws SoInvalidArgumentException for what is no object. */
export function entityOf<T extends object>(value: T | null | undefined, name: string): T | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) throw invalidArgument(name, "an entity", value);
  return value;
}

/** As `entityOf`, for an entity that an operation cannot do without. */
export function requiredEntityOf<T extends object>(value: T | null | undefined, name: string): T {
  const entity = entityOf(value, name);
  if (entity === null) throw invalidArgument(name, "an entity", null);
  return entity;
}

/**
 * Ids in an array argument; none when absent or nil. Throws SoInvalidArgumentException for what is no array of ints, also
 * for one with holes.
 */
export function intsOf(value: readonly unknown[] | null | undefined, name: string): number[] {
  return itemsOf(value, name, "an array of xs:int").map((item, index) => {
    if (item === undefined) throw invalidArgument(`${name}[${index}]`, "an xs:int", item);
    return intOf(item, `${name}[${index}]`);
  });
}

/** Texts in an array argument, nil ones blank; none when absent or nil. Throws SoInvalidArgumentException for anything else. */
export function textsOf(value: readonly unknown[] | null | undefined, name: string): string[] {
  return itemsOf(value, name, "an array of xs:string").map((item, index) => textOf(item, `${name}[${index}]`));
}

/** Entities in an array argument, without nil ones; none when absent or nil. Throws SoInvalidArgumentException for anything else. */
export function entitiesOf<T extends object>(value: readonly (T | null)[] | null | undefined, name: string): T[] {
  return itemsOf(value, name, "an array").flatMap((item, index) => entityOf(item, `${name}[${index}]`) ?? []);
}

/** A text that is to be stored and how much of it fits. */
export interface Limit {
  /** What the caller knows the text as, such as `DeviceName`. */
  readonly name: string;
  /** In UTF-16 code units. */
  readonly maxLength: number;
}

/** The text as it may be stored: whole, or cut when the server cuts. Throws SoValidationException when too long. */
export function fitted(text: string, { name, maxLength }: Limit, overlong: "reject" | "truncate"): string {
  if (text.length <= maxLength) return text;
  if (overlong === "truncate") return cut(text, maxLength);
  throw invalidField(name, `${name} has ${text.length} characters; the limit is ${maxLength}.`);
}

/** Throws SoValidationException for a name that must not be blank and is. */
export function assertNotBlank(text: string, name: string): void {
  if (text.trim() === "") throw invalidField(name, `${name} must not be blank.`);
}

/** The first UTF-16 code units of a text: as many as this, or one less where it would end in half a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.charCodeAt(length - 1);
  return text.slice(0, end >= 0xd800 && end <= 0xdbff ? length - 1 : length);
}

/** A hole is an item like others, `undefined`. */
function itemsOf<T>(value: readonly T[] | null | undefined, name: string, expected: string): T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidArgument(name, expected, value);
  return Array.from(value);
}

function integerOf(value: unknown, name: string, type: IntegerName): number {
  if (value === undefined || value === null) return 0;
  const [minimum, maximum] = integerRanges[type];
  if (typeof value !== "number" || !Number.isInteger(value) || value < minimum || value > maximum) {
    throw invalidArgument(name, `an xs:${type}`, value);
  }
  return value;
}
