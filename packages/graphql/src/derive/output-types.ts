import type { DictionaryType, EntityType, Schema } from "@superoffice-soap/schema";
import { defaultOf } from "@superoffice-soap/schema";
import {
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from "graphql";
import { memberName } from "../names.ts";
import { scalarTypes } from "./scalar-types.ts";
import { enumTypeOf, named, type TypeCatalogue } from "./type-catalogue.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Returns the GraphQL type of the values that a schema describes. It is non-null where the schema is not nillable and
 * has a default for an absent value, which `outputValue` then gives.
 */
export function outputType(schema: Schema, catalogue: TypeCatalogue): GraphQLOutputType {
  const type = nullableType(schema, catalogue);
  return isAlwaysThere(schema) ? new GraphQLNonNull(type) : type;
}

/**
 * Returns a function that turns a value of the contract into the value that its field resolves to. It is compiled once
 * for each field.
 */
export function outputValue(schema: Schema): (value: unknown) => unknown {
  if (schema.xml.kind === "dictionary") return (value) => pairsOf(value as Row | null | undefined);
  if (schema.xml.kind === "flags") return knownFlags(schema.xml.literals.map(({ name }) => name));
  const absent = defaultOf(schema);
  return (value) => value ?? absent;
}

/** Returns the object type of an entity; its fields read the entity's members by their wire names. */
export function objectTypeOf(xml: EntityType, catalogue: TypeCatalogue): GraphQLObjectType {
  return named(catalogue.objects, xml.name, () => {
    const fields = () =>
      Object.fromEntries(Object.entries(xml.members).map((member) => fieldOf(xml, member, catalogue)));
    return new GraphQLObjectType({ name: xml.name, description: catalogue.describe(xml.description), fields });
  });
}

function fieldOf(
  entity: EntityType,
  [name, member]: [string, Schema],
  catalogue: TypeCatalogue,
): [string, GraphQLFieldConfig<Row, unknown>] {
  const toOutput = outputValue(member);
  return [
    memberName(entity.name, name),
    {
      type: outputType(member, catalogue),
      description: catalogue.describe(member.description),
      resolve: (source) => toOutput(source[name]),
    },
  ];
}

function isAlwaysThere(schema: Schema): boolean {
  return defaultOf(schema) !== null;
}

function nullableType({ xml }: Schema, catalogue: TypeCatalogue): GraphQLNullableType & GraphQLOutputType {
  switch (xml.kind) {
    case "scalar":
      return scalarTypes[xml.name];
    case "enumeration":
      return enumTypeOf(xml, catalogue);
    case "flags":
      return new GraphQLList(new GraphQLNonNull(enumTypeOf(xml, catalogue)));
    case "entity":
      return objectTypeOf(xml, catalogue);
    case "array":
      return new GraphQLList(outputType(xml.item, catalogue));
    case "dictionary":
      return new GraphQLList(new GraphQLNonNull(pairTypeOf(xml, catalogue)));
    case "self":
      return enclosing(xml.name, catalogue);
  }
}

function enclosing(name: string, { objects }: TypeCatalogue): GraphQLObjectType {
  const type = objects.get(name);
  // GraphQL asks for fields only when their own type is in the catalogue already.
  if (type === undefined) throw new TypeError(`${name} is not an enclosing type`);
  return type;
}

function pairTypeOf({ value }: DictionaryType, catalogue: TypeCatalogue): GraphQLObjectType {
  const prefix = value.xml.kind === "scalar" ? "" : value.xml.name;
  return named(catalogue.objects, `${prefix}KeyValue`, () => {
    const toOutput = outputValue(value);
    return new GraphQLObjectType<readonly [string, unknown]>({
      name: `${prefix}KeyValue`,
      description: "One entry of a dictionary.",
      fields: () => ({
        key: {
          type: new GraphQLNonNull(GraphQLString),
          description: "What the value is found by.",
          resolve: ([key]) => key,
        },
        value: {
          type: outputType(value, catalogue),
          description: "What the key stands for.",
          resolve: ([, found]) => toOutput(found),
        },
      }),
    });
  });
}

function pairsOf(dictionary: Row | null | undefined): [string, unknown][] | null {
  return dictionary == null ? null : Object.entries(dictionary);
}

// A newer server may send flags for which this version's contract has no name.
function knownFlags(names: readonly string[]): (value: unknown) => unknown {
  const known = new Set<unknown>(names);
  return (value) => (Array.isArray(value) ? value.filter((flag) => known.has(flag)) : []);
}
