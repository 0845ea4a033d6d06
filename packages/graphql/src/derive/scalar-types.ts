import { Buffer } from "node:buffer";
import { dateTimePattern, decimalPattern, durationPattern, type ScalarName } from "@superoffice-soap/schema";
import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLFloat,
  GraphQLInt,
  GraphQLScalarType,
  GraphQLString,
  Kind,
  print,
  type ValueNode,
} from "graphql";

/** The text of an `xs:dateTime`: an offset, `Z` or neither is kept as it came, so nothing is ever shifted. */
const DateTime: GraphQLScalarType = textScalar("DateTime", dateTimePattern, {
  description:
    "A moment such as `2016-01-04T13:27:28`, with `Z` or an offset or neither, passed on as it is. NetServer's own dates are UTC without a suffix; `0001-01-01T00:00:00` stands for none.",
  specifiedByURL: "https://www.w3.org/TR/xmlschema-2/#dateTime",
});

/** The text of an `xs:duration`, which is .NET's `TimeSpan`. */
const Duration: GraphQLScalarType = textScalar("Duration", durationPattern, {
  description: "A length of time in days, hours, minutes and seconds, such as `PT15M`.",
  specifiedByURL: "https://www.w3.org/TR/xmlschema-2/#duration",
});

/** The text of an `xs:decimal`, so that no digit is lost. */
const Decimal: GraphQLScalarType = textScalar("Decimal", decimalPattern, {
  description: "A decimal number as text, with all its digits.",
  specifiedByURL: "https://www.w3.org/TR/xmlschema-2/#decimal",
});

/** The bytes of a value as base64 text (RFC 4648, section 4). */
const Base64: GraphQLScalarType = new GraphQLScalarType<Uint8Array, string>({
  name: "Base64",
  description: "Bytes, written in base64.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc4648#section-4",
  // A base64Binary of the schema is a Uint8Array.
  serialize: (bytes) => Buffer.from(bytes as Uint8Array).toString("base64"),
  parseValue: bytesOf,
  parseLiteral: (node) => bytesOf(textOf(node), node),
});

/** An integer beyond GraphQL's 32 bits: a number where JSON's numbers are exact, else its digits as text. */
const BigInteger: GraphQLScalarType = new GraphQLScalarType<bigint, number | string>({
  name: "BigInt",
  description: "An integer of up to 64 bits: a number, or its digits as text where it is beyond 53 bits.",
  serialize: (value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  },
  parseValue: bigIntOf,
  parseLiteral: (node) => bigIntOf(textOf(node), node),
});

/** The GraphQL type of each scalar of the contract. */
export const scalarTypes: Readonly<Record<ScalarName, GraphQLScalarType>> = {
  string: GraphQLString,
  boolean: GraphQLBoolean,
  byte: GraphQLInt,
  unsignedByte: GraphQLInt,
  short: GraphQLInt,
  unsignedShort: GraphQLInt,
  int: GraphQLInt,
  unsignedInt: BigInteger,
  long: BigInteger,
  unsignedLong: BigInteger,
  float: GraphQLFloat,
  double: GraphQLFloat,
  decimal: Decimal,
  dateTime: DateTime,
  duration: Duration,
  base64Binary: Base64,
  guid: GraphQLString,
};

function textScalar(name: string, pattern: string, said: { description: string; specifiedByURL: string }) {
  const allowed = new RegExp(pattern);
  const check = (value: unknown, node?: ValueNode): string => {
    if (typeof value === "string" && allowed.test(value)) return value;
    throw refusal(name, value, node);
  };
  return new GraphQLScalarType<string, string>({
    name,
    ...said,
    serialize: String,
    parseValue: (value) => check(value),
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

function bytesOf(value: unknown, node?: ValueNode): Uint8Array {
  if (typeof value === "string" && /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value)) {
    return new Uint8Array(Buffer.from(value, "base64"));
  }
  throw refusal("Base64", value, node);
}

function bigIntOf(value: unknown, node?: ValueNode): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  throw refusal("BigInt", value, node);
}

function textOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined;
}

function refusal(name: string, value: unknown, node?: ValueNode): GraphQLError {
  const found = node === undefined || typeof value === "string" ? nameOf(value) : print(node);
  return new GraphQLError(`${name} cannot represent ${found.slice(0, 80)}`, node === undefined ? {} : { nodes: node });
}

function nameOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  return typeof value === "object" ? typeof value : String(value);
}
