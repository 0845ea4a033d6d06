import Type, { type TSchema } from "typebox";
import { annotate, type MemberOptions, typed } from "./annotate.ts";
import { type BigIntegerName, bigIntegerRanges, type IntegerName, integerRanges } from "./integer-range.ts";
import type { ScalarName, Schema } from "./schema.ts";

/** The annotations of a text member. */
export interface TextOptions extends MemberOptions {
  /** The longest text that the server stores, in UTF-16 code units. Not part of the WSDL. */
  readonly maxLength?: number;
}

/** `xs:string`: kept to the character, white space included. */
export function string({ maxLength, ...options }: TextOptions = {}): Schema<string> {
  return scalar("string", Type.String(maxLength === undefined ? {} : { maxLength }), options);
}

/** `xs:boolean`: `true` or `false`. */
export function boolean(options: MemberOptions = {}): Schema<boolean> {
  return scalar("boolean", Type.Boolean(), options);
}

/** `xs:byte`: -128 to 127. */
export function byte(options: MemberOptions = {}): Schema<number> {
  return integer("byte", options);
}

/** `xs:unsignedByte`: 0 to 255. */
export function unsignedByte(options: MemberOptions = {}): Schema<number> {
  return integer("unsignedByte", options);
}

/** `xs:short`: 16 bits, signed. */
export function short(options: MemberOptions = {}): Schema<number> {
  return integer("short", options);
}

/** `xs:unsignedShort`: 16 bits, unsigned. */
export function unsignedShort(options: MemberOptions = {}): Schema<number> {
  return integer("unsignedShort", options);
}

/** `xs:int`: 32 bits, signed. */
export function int(options: MemberOptions = {}): Schema<number> {
  return integer("int", options);
}

/** `xs:unsignedInt`: 32 bits, unsigned. */
export function unsignedInt(options: MemberOptions = {}): Schema<number> {
  return integer("unsignedInt", options);
}

/** `xs:long`: 64 bits, signed. */
export function long(options: MemberOptions = {}): Schema<bigint> {
  return bigInteger("long", options);
}

/** `xs:unsignedLong`: 64 bits, unsigned. */
export function unsignedLong(options: MemberOptions = {}): Schema<bigint> {
  return bigInteger("unsignedLong", options);
}

/** `xs:float`: written with as many digits as a 64-bit number needs; `NaN` and the infinities are values. */
export function float(options: MemberOptions = {}): Schema<number> {
  return scalar("float", Type.Unsafe<number>({ type: "number" }), options);
}

/** `xs:double`: 64 bits; `NaN` and the infinities are values. */
export function double(options: MemberOptions = {}): Schema<number> {
  return scalar("double", Type.Unsafe<number>({ type: "number" }), options);
}

/** `xs:decimal` as its text, so that no digit is lost. */
export function decimal(options: MemberOptions = {}): Schema<string> {
  return scalar("decimal", Type.String({ pattern: decimalPattern }), options);
}

/** `xs:dateTime` as its text: an offset, `Z` or neither is kept as it came. */
export function dateTime(options: MemberOptions = {}): Schema<string> {
  return scalar("dateTime", Type.String({ pattern: dateTimePattern }), options);
}

/** .NET's `TimeSpan` as its text: an `xs:duration` of days, hours, minutes and seconds, such as `PT15M`. */
export function duration(options: MemberOptions = {}): Schema<string> {
  return scalar("duration", Type.String({ pattern: durationPattern }), options);
}

/** `xs:base64Binary` as bytes. */
export function base64Binary(options: MemberOptions = {}): Schema<Uint8Array> {
  const bytes = Type.Refine(Type.Unsafe<Uint8Array>({}), (value) => value instanceof Uint8Array);
  return scalar("base64Binary", bytes, options);
}

/** .NET's `Guid` as its text, 36 characters. */
export function guid(options: MemberOptions = {}): Schema<string> {
  return scalar("guid", Type.String({ pattern: guidPattern }), options);
}

/** The lexical space of `xs:decimal` (XSD 1.0 Part 2, 3.2.3). */
export const decimalPattern = "^[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)$";

// Years have at least four digits, and no more zeros before them than that takes; there is no year 0.
const year = "(?:[1-9]\\d{3,}|0[1-9]\\d\\d|00[1-9]\\d|000[1-9])";
const multipleOfFour = "(?:0[48]|[2468][048]|[13579][26])";
const leapYear = `(?:(?:[1-9]\\d+|0\\d)${multipleOfFour}|(?:[1-9]\\d*(?:00|${multipleOfFour})|${multipleOfFour})00)`;
// The days that every year has.
const monthAndDay =
  "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))";
const time = "(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?|24:00:00(?:\\.0+)?)";
const offset = "(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))";

/** The lexical space of `xs:dateTime` (XSD 1.0 Part 2, 3.2.7): days that the Gregorian calendar has, no year 0. */
export const dateTimePattern = `^-?(?:${year}-${monthAndDay}|${leapYear}-02-29)T${time}${offset}?$`;

const seconds = "\\d+(?:\\.\\d*)?S";
// Each part may be missing, but not all of them. Without lookahead, which not every regular-expression engine has.
const timeOfDuration = `T(?:\\d+H(?:\\d+M)?(?:${seconds})?|\\d+M(?:${seconds})?|${seconds})`;

/** .NET's subset of `xs:duration` (WSDL `ser:duration`): some of days, hours, minutes and seconds, in this order. */
export const durationPattern = `^-?P(?:\\d+D(?:${timeOfDuration})?|${timeOfDuration})$`;

/** WSDL `ser:guid`. */
export const guidPattern = "^[\\da-fA-F]{8}-(?:[\\da-fA-F]{4}-){3}[\\da-fA-F]{12}$";

const dotNetScalars: readonly ScalarName[] = ["duration", "guid"];

function integer(name: IntegerName, options: MemberOptions): Schema<number> {
  const [minimum, maximum] = integerRanges[name];
  return scalar(name, Type.Integer({ minimum, maximum }), options);
}

function bigInteger(name: BigIntegerName, options: MemberOptions): Schema<bigint> {
  const [minimum, maximum] = bigIntegerRanges[name];
  return scalar(name, Type.BigInt({ minimum, maximum }), options);
}

function scalar<T>(name: ScalarName, schema: TSchema, options: MemberOptions): Schema<T> {
  const namespace = dotNetScalars.includes(name) ? ("serialization" as const) : ("xsd" as const);
  return annotate(typed<T>(Object.assign(schema, { xml: { kind: "scalar", name, namespace } })), options);
}
