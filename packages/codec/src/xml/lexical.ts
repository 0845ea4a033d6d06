import {
  type BigIntegerName,
  bigIntegerRanges,
  dateTimePattern,
  decimalPattern,
  durationPattern,
  guidPattern,
  type IntegerName,
  integerRanges,
  type ScalarName,
  SchemaError,
} from "@superoffice-soap/schema";
import { quoted } from "../decode-error.ts";
import { escapeText, type OutsideXml } from "./escape.ts";

/** Writes a value as a text that is ready to stand in an element. */
export type WriteText = (value: unknown, outsideXml?: OutsideXml) => string;

/** The writer and reader of one XSD type's values. */
export interface Lexical {
  /** Returns the value's canonical text, ready to stand in an element. Throws SchemaError when it is not of the type. */
  readonly write: WriteText;
  /** Returns the value of an element's text; `undefined` when it is not of the type. */
  readonly read: (text: string) => unknown;
}

/** The forms of every scalar type, by name. */
export const lexicals: Readonly<Record<ScalarName, Lexical>> = {
  string: { write: writeString, read: same },
  boolean: { write: writeBoolean, read: (text) => booleans[collapse(text)] },
  byte: integer("byte"),
  unsignedByte: integer("unsignedByte"),
  short: integer("short"),
  unsignedShort: integer("unsignedShort"),
  int: integer("int"),
  unsignedInt: integer("unsignedInt"),
  long: bigInteger("long"),
  unsignedLong: bigInteger("unsignedLong"),
  float: { write: (value) => writeNumber("xs:float", value), read: readNumber },
  double: { write: (value) => writeNumber("xs:double", value), read: readNumber },
  decimal: patterned("xs:decimal", decimalPattern),
  dateTime: patterned("xs:dateTime", dateTimePattern),
  duration: patterned("ser:duration", durationPattern),
  guid: patterned("ser:guid", guidPattern),
  base64Binary: { write: writeBase64, read: readBase64 },
};

/** Throws the SchemaError of a value that is not of a type. */
export function unfit(expected: string, value: unknown): never {
  throw new SchemaError(expected, typeof value === "string" ? quoted(value) : nameOf(value));
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return `${value}n`;
  return value === undefined ? "nothing" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The text without the white space at its ends (XSD `whiteSpace="collapse"`; what is inside is never valid). */
export function collapse(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text, start)) start++;
  while (start < end && isSpace(text, end - 1)) end--;
  return text.slice(start, end);
}

function isSpace(text: string, at: number): boolean {
  return text[at] === " " || text[at] === "\n" || text[at] === "\t" || text[at] === "\r";
}

function writeString(value: unknown, outsideXml?: OutsideXml): string {
  return escapeText(typeof value === "string" ? value : unfit("xs:string", value), outsideXml);
}

function same(text: string): string {
  return text;
}

// No prototype: "constructor" is no boolean.
const booleans: Readonly<Record<string, boolean>> = Object.assign(Object.create(null), {
  true: true,
  false: false,
  "1": true,
  "0": false,
});

function writeBoolean(value: unknown): string {
  return value === true ? "true" : value === false ? "false" : unfit("xs:boolean", value);
}

function integer(name: IntegerName): Lexical {
  const [minimum, maximum] = integerRanges[name];
  const expected = `xs:${name}`;
  return {
    write: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum
        ? String(value)
        : unfit(expected, value),
    read: (text) => {
      const digits = collapse(text);
      if (!/^[+-]?\d+$/.test(digits)) return undefined;
      // Adding 0 turns the -0 of "-0" into 0.
      const value = Number(digits) + 0;
      return value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

function bigInteger(name: BigIntegerName): Lexical {
  const [minimum, maximum] = bigIntegerRanges[name];
  const expected = `xs:${name}`;
  return {
    write: (value) =>
      typeof value === "bigint" && value >= minimum && value <= maximum ? String(value) : unfit(expected, value),
    read: (text) => {
      // No type has numbers of more digits, and a million of them would take long to read.
      const [, sign, digits = ""] = /^([+-]?)0*(\d{1,20})$/.exec(collapse(text)) ?? [];
      if (digits === "") return undefined;
      const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
      return value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

function writeNumber(expected: string, value: unknown): string {
  if (typeof value !== "number") return unfit(expected, value);
  if (Object.is(value, -0)) return "-0";
  if (value === Number.POSITIVE_INFINITY) return "INF";
  return value === Number.NEGATIVE_INFINITY ? "-INF" : String(value);
}

const specialNumbers: ReadonlyMap<string, number> = new Map([
  ["INF", Number.POSITIVE_INFINITY],
  ["-INF", Number.NEGATIVE_INFINITY],
  ["NaN", Number.NaN],
]);

function readNumber(text: string): number | undefined {
  const digits = collapse(text);
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits)) return Number(digits);
  return specialNumbers.get(digits);
}

function patterned(expected: string, pattern: string): Lexical {
  const valid = new RegExp(pattern);
  return {
    write: (value) => (typeof value === "string" && valid.test(value) ? value : unfit(expected, value)),
    read: (text) => {
      const collapsed = collapse(text);
      return valid.test(collapsed) ? collapsed : undefined;
    },
  };
}

// A pattern that counts groups of four would overflow the stack.
const base64Alphabet = /^[A-Za-z0-9+/]*={0,2}$/;

function writeBase64(value: unknown): string {
  if (!(value instanceof Uint8Array)) return unfit("xs:base64Binary", value);
  let characters = "";
  for (let at = 0; at < value.length; at += bytesAtOnce) {
    characters += String.fromCharCode(...value.subarray(at, at + bytesAtOnce));
  }
  return btoa(characters);
}

// The number of arguments of a call is limited.
const bytesAtOnce = 8192;

function readBase64(text: string): Uint8Array | undefined {
  const characters = text.replace(/[ \t\r\n]+/g, "");
  if (characters.length % 4 !== 0 || !base64Alphabet.test(characters)) return undefined;
  const decoded = atob(characters);
  const bytes = new Uint8Array(decoded.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = decoded.charCodeAt(at);
  return bytes;
}
