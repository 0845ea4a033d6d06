import type { EnumerationType } from "@superoffice-soap/schema";
import { GraphQLEnumType, type GraphQLInputObjectType, type GraphQLObjectType } from "graphql";
import { enumValueName } from "../names.ts";
import type { Describe } from "./descriptions.ts";

/**
 * Turns a value as GraphQL coerced it into a value of the contract: members under their wire names, pairs as a
 * dictionary. Throws `SchemaError`, its path in GraphQL's names, for what GraphQL's types are too wide to refuse.
 */
export type ToContract = (value: unknown) => unknown;

/**
 * The named types of one GraphQL schema while it is being derived. A type is made when it is first asked for and is
 * there under its name before its fields are, so that a type may contain itself.
 */
export interface TypeCatalogue {
  readonly describe: Describe;
  readonly objects: Map<string, GraphQLObjectType>;
  readonly inputs: Map<string, GraphQLInputObjectType>;
  readonly enums: Map<string, GraphQLEnumType>;
  /** How a value of an input type becomes an entity of the contract, by the entity's name. */
  readonly conversions: Map<string, ToContract>;
}

/** A catalogue without types. */
export function createTypeCatalogue(describe: Describe): TypeCatalogue {
  return { describe, objects: new Map(), inputs: new Map(), enums: new Map(), conversions: new Map() };
}

/** The type under this name, made now when there is none. */
export function named<T>(types: Map<string, T>, name: string, make: () => T): T {
  const known = types.get(name);
  if (known !== undefined) return known;
  const made = make();
  types.set(name, made);
  return made;
}

/** The enum of an enumeration or of a flags list. Its values are upper-case; inside they are the wire's names. */
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
