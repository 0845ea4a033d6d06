import type { EnumerationType } from "@superoffice-soap/schema";
import { GraphQLEnumType, type GraphQLInputObjectType, type GraphQLObjectType } from "graphql";
import { enumValueName } from "../names.ts";
import type { Describe } from "./descriptions.ts";

/**
 * Turns a value that GraphQL has coerced into a value of the contract: members under their wire names, pairs as a
 * dictionary. Throws `SchemaError`, its path in GraphQL's names, for a value that GraphQL's wider types let through.
 */
export type ToContract = (value: unknown) => unknown;

/**
 * The named types of one GraphQL schema while it is being derived. A type is made when it is first asked for, and it is
 * in the catalogue before its fields are, so that a type may contain itself.
 */
export interface TypeCatalogue {
  readonly describe: Describe;
  readonly objects: Map<string, GraphQLObjectType>;
  readonly inputs: Map<string, GraphQLInputObjectType>;
  readonly enums: Map<string, GraphQLEnumType>;
  /** The conversions from an input type's values to entities of the contract, by the entity's name. */
  readonly conversions: Map<string, ToContract>;
}

/** Makes a catalogue without types. */
export function createTypeCatalogue(describe: Describe): TypeCatalogue {
  return { describe, objects: new Map(), inputs: new Map(), enums: new Map(), conversions: new Map() };
}

/** Returns the type under this name, and makes it first when there is none. */
export function named<T>(types: Map<string, T>, name: string, make: () => T): T {
  const known = types.get(name);
  if (known !== undefined) return known;
  const made = make();
  types.set(name, made);
  return made;
}

/**
 * Returns the enum of an enumeration or a list of flags. Its names are upper-case; its internal values are the wire's
 * names.
 */
export function enumTypeOf(xml: EnumerationType, { describe, enums }: TypeCatalogue): GraphQLEnumType {
  return named(enums, xml.name, () => {
    const values = xml.literals.map(({ name }) => [
      enumValueName(name),
      { value: name, description: `NetServer's \`${name}\`.` },
    ]);
    return new GraphQLEnumType({
      name: xml.name,
      description: describe(xml.description),
      values: Object.fromEntries(values),
    });
  });
}
