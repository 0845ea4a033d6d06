import { at, type Contract, latestServices, type ServicesVersion } from "@superoffice-soap/schema";
import { GraphQLObjectType, GraphQLSchema } from "graphql";
import { describeFor } from "./derive/descriptions.ts";
import { type NamedField, operationField } from "./derive/operation-field.ts";
import { createTypeCatalogue, type TypeCatalogue } from "./derive/type-catalogue.ts";
import { withGraph } from "./graph/with-graph.ts";
import type { GraphQLContext } from "./graphql-context.ts";
import { isQuery } from "./names.ts";

/** The options of a GraphQL schema. */
export interface GraphQLSchemaOptions {
  /** The version of the contract whose operations and members it has. @default Services88 */
  readonly services?: ServicesVersion;
}

/**
 * Returns the GraphQL schema of a version of the contract: the part that is derived from the contract, and the graph on
 * top. Its resolvers need a `GraphQLContext`.
 */
export function createGraphQLSchema({ services = latestServices }: GraphQLSchemaOptions = {}): GraphQLSchema {
  const contract = at(services);
  const catalogue = createTypeCatalogue(describeFor(contract));
  const operations = operationsOf(contract);
  const fieldsOf = (wanted: boolean) =>
    operations
      .filter(({ operation }) => isQuery(operation) === wanted)
      .map(({ agent, operation }) => operationField(agent, operation, catalogue));
  const derived = new GraphQLSchema({
    query: rootType("Query", "What can be read.", fieldsOf(true)),
    mutation: rootType(
      "Mutation",
      "What can be changed. The changes of one request are made in its order.",
      fieldsOf(false),
    ),
    types: typesOf(catalogue),
  });
  return withGraph(derived, contract);
}

function typesOf({ objects, inputs, enums }: TypeCatalogue) {
  return [...objects.values(), ...inputs.values(), ...enums.values()];
}

function operationsOf({ agents }: Contract) {
  return Object.values(agents).flatMap(({ name: agent, operations }) =>
    Object.values(operations).map((operation) => ({ agent, operation })),
  );
}

function rootType(name: string, description: string, fields: readonly NamedField[]) {
  return new GraphQLObjectType<unknown, GraphQLContext>({ name, description, fields: uniquely(name, fields) });
}

// An object would silently keep only the last of two operations with the same GraphQL name.
function uniquely(type: string, fields: readonly NamedField[]) {
  const byName = new Map(fields);
  if (byName.size === fields.length) return Object.fromEntries(byName);
  const twice = fields.map(([name]) => name).filter((name, index, names) => names.indexOf(name) !== index);
  throw new TypeError(`${type} has two operations named ${twice.join(", ")}`);
}
