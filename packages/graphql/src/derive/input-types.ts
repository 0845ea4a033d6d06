import { Carrier, type DictionaryType, type EntityType, type Schema } from "@superoffice-soap/schema";
import {
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLString,
} from "graphql";
import { formerMemberName, inputTypeName, memberName } from "../names.ts";
import { scalarTypes } from "./scalar-types.ts";
import { enumTypeOf, named, type TypeCatalogue } from "./type-catalogue.ts";

/** Returns the members that a caller may give: all but those by which the server tells what the caller may do. */
export function inputMembers(xml: EntityType): [string, Schema][] {
  return Object.entries(xml.members).filter(([name]) => !(extendsCarrier(xml) && name in Carrier.xml.members));
}

/**
 * Returns the GraphQL type of an operation's parameter. It is required where the contract's type is a value type; a
 * parameter that may be nil may be left out.
 */
export function argumentType(schema: Schema, catalogue: TypeCatalogue): GraphQLInputType {
  const type = inputType(schema, catalogue);
  return schema.nillable ? type : new GraphQLNonNull(type);
}

/** Returns the GraphQL type of an entity's member as input: every member may be left out. */
function inputType({ xml }: Schema, catalogue: TypeCatalogue): GraphQLNullableType & GraphQLInputType {
  switch (xml.kind) {
    case "scalar":
      return scalarTypes[xml.name];
    case "enumeration":
      return enumTypeOf(xml, catalogue);
    case "flags":
      return new GraphQLList(new GraphQLNonNull(enumTypeOf(xml, catalogue)));
    case "entity":
      return inputObjectOf(xml, catalogue);
    case "array":
      return new GraphQLList(argumentType(xml.item, catalogue));
    case "dictionary":
      return new GraphQLList(new GraphQLNonNull(pairInputOf(xml, catalogue)));
    case "self":
      return enclosing(inputTypeName(xml.name), catalogue);
  }
}

function inputObjectOf(xml: EntityType, catalogue: TypeCatalogue): GraphQLInputObjectType {
  const name = inputTypeName(xml.name);
  return named(catalogue.inputs, name, () => {
    const fields = () =>
      Object.fromEntries(inputMembers(xml).flatMap((member) => inputFieldsOf(xml, member, catalogue)));
    return new GraphQLInputObjectType({ name, description: catalogue.describe(xml.description), fields });
  });
}

function inputFieldsOf(
  { name: entity }: EntityType,
  [member, schema]: [string, Schema],
  catalogue: TypeCatalogue,
): [string, GraphQLInputFieldConfig][] {
  const name = memberName(entity, member);
  const field = { type: inputType(schema, catalogue), description: catalogue.describe(schema.description) };
  const former = formerMemberName(entity, member);
  if (former === undefined) return [[name, field]];
  const deprecationReason = `Use \`${name}\`. Goes with the next version.`;
  return [
    [name, field],
    [former, { ...field, deprecationReason }],
  ];
}

function pairInputOf({ value }: DictionaryType, catalogue: TypeCatalogue): GraphQLInputObjectType {
  const prefix = value.xml.kind === "scalar" ? "" : value.xml.name;
  const name = inputTypeName(`${prefix}KeyValue`);
  return named(catalogue.inputs, name, () => {
    const fields = () => ({
      key: { type: new GraphQLNonNull(GraphQLString), description: "What the value is found by; each key once." },
      value: { type: inputType(value, catalogue), description: "What the key stands for." },
    });
    return new GraphQLInputObjectType({ name, description: "One entry of a dictionary.", fields });
  });
}

function enclosing(name: string, { inputs }: TypeCatalogue): GraphQLInputObjectType {
  const type = inputs.get(name);
  // GraphQL asks for fields only when their own type is in the catalogue already.
  if (type === undefined) throw new TypeError(`${name} is not an enclosing type`);
  return type;
}

function extendsCarrier({ name, base }: EntityType): boolean {
  if (name === Carrier.xml.name) return true;
  return base?.xml.kind === "entity" && extendsCarrier(base.xml);
}
