import {
  type ArrayType,
  characterOutsideXml,
  type DictionaryType,
  type EntityType,
  type IntegerName,
  integerRanges,
  type ScalarName,
  type Schema,
  SchemaError,
  type XmlType,
} from "@superoffice-soap/schema";
import { fieldName, formerMemberName, memberName } from "../names.ts";
import { inputMembers } from "./input-types.ts";
import { named, type ToContract, type TypeCatalogue } from "./type-catalogue.ts";

type Row = Readonly<Record<string, unknown>>;

/** Returns the conversion for an operation's arguments, which are the members of its input element. */
export function argumentsToContract(input: EntityType, catalogue: TypeCatalogue): (args: Row) => Row {
  const members = Object.entries(input.members).map(([name, schema]) => ({ name, schema, fields: [fieldName(name)] }));
  return membersToContract(members, catalogue);
}

/** Returns the conversion for the values of a schema. */
function toContract(schema: Schema, catalogue: TypeCatalogue): ToContract {
  const convert = conversionOf(schema.xml, catalogue);
  // Null for a value type means that the caller leaves the member out, as forms and typed clients do.
  const absent = schema.nillable ? null : undefined;
  return (value) => (value === undefined ? undefined : value === null ? absent : convert(value));
}

function conversionOf(xml: XmlType, catalogue: TypeCatalogue): ToContract {
  switch (xml.kind) {
    case "scalar":
      return scalarToContract[xml.name] ?? asItIs;
    case "enumeration":
    case "flags":
      return asItIs;
    case "entity":
      return entityToContract(xml, catalogue);
    case "array":
      return arrayToContract(xml, catalogue);
    case "dictionary":
      return dictionaryToContract(xml, catalogue);
    case "self":
      return (value) => catalogue.conversions.get(xml.name)?.(value);
  }
}

const asItIs: ToContract = (value) => value;

const scalarToContract: Readonly<Partial<Record<ScalarName, ToContract>>> = {
  string: carriedByXml,
  byte: inRangeOf("byte"),
  unsignedByte: inRangeOf("unsignedByte"),
  short: inRangeOf("short"),
  unsignedShort: inRangeOf("unsignedShort"),
  unsignedInt: (value) => inRangeOf("unsignedInt")(Number(value)),
};

function inRangeOf(name: IntegerName): ToContract {
  const [minimum, maximum] = integerRanges[name];
  return (value) => {
    if (typeof value === "number" && value >= minimum && value <= maximum) return value;
    throw new SchemaError(`xs:${name}`, String(value));
  };
}

// Without this check NetServer would store a text that it could never send back.
function carriedByXml(value: unknown): unknown {
  const found = typeof value === "string" ? characterOutsideXml(value) : undefined;
  if (found === undefined) return value;
  throw new SchemaError("text that XML can carry", found);
}

function entityToContract(xml: EntityType, catalogue: TypeCatalogue): ToContract {
  return named(catalogue.conversions, xml.name, () => {
    const members = inputMembers(xml).map(([name, schema]) => ({ name, schema, fields: inputNames(xml.name, name) }));
    const convert = membersToContract(members, catalogue);
    // GraphQL has coerced the value to this entity's input type.
    return (value) => convert(value as Row);
  });
}

/** A member and its possible names in input; the first name wins. */
interface InputMember {
  readonly name: string;
  readonly schema: Schema;
  readonly fields: readonly string[];
}

function inputNames(entity: string, member: string): readonly string[] {
  const former = formerMemberName(entity, member);
  return [memberName(entity, member), ...(former === undefined ? [] : [former])];
}

function membersToContract(members: readonly InputMember[], catalogue: TypeCatalogue): (value: Row) => Row {
  const conversions = members.flatMap(({ name, schema, fields }) => {
    const convert = toContract(schema, catalogue);
    return fields.map((field) => ({ name, field, convert }));
  });
  return (value) => {
    const converted: Record<string, unknown> = {};
    for (const { name, field, convert } of conversions) {
      const member = convertAt(field, convert, value[field]);
      if (member !== undefined) converted[name] ??= member;
    }
    return converted;
  };
}

function arrayToContract({ item }: ArrayType, catalogue: TypeCatalogue): ToContract {
  const convert = toContract(item, catalogue);
  // GraphQL has coerced the value to a list.
  return (value) => (value as unknown[]).map((found, index) => convertAt(index, convert, found));
}

function dictionaryToContract({ value: schema }: DictionaryType, catalogue: TypeCatalogue): ToContract {
  const convert = toContract(schema, catalogue);
  return (value) => {
    const entries = new Map<string, unknown>();
    // GraphQL has coerced the value to a list of pairs.
    for (const [index, pair] of (value as readonly { key: string; value?: unknown }[]).entries()) {
      const key = String(convertAt(`${index}.key`, carriedByXml, pair.key));
      if (entries.has(key)) throw new SchemaError("each key once", JSON.stringify(key)).prependPath(index);
      entries.set(key, convertAt(`${index}.value`, convert, pair.value) ?? null);
    }
    return Object.fromEntries(entries);
  };
}

function convertAt(property: string | number, convert: ToContract, value: unknown): unknown {
  try {
    return convert(value);
  } catch (error) {
    throw error instanceof SchemaError ? error.prependPath(property) : error;
  }
}
