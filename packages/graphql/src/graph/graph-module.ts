import type { AgentName, Contract } from "@superoffice-soap/schema";
import { extendSchema, type GraphQLFieldResolver, type GraphQLSchema, isObjectType, parse } from "graphql";
import type { GraphQLContext } from "../context.ts";

/** Resolves one field of the graph. */
export type Resolve<Source, Args, Result> = (
  source: Source,
  args: Args,
  context: GraphQLContext,
) => Result | Promise<Result>;

/** A part of the graph that is written by hand, beside what the contract gives: types as SDL, and their resolvers. */
export interface GraphModule {
  readonly typeDefs: string;
  /** By type and field. A field that only reads a property of its source needs none. */
  readonly resolvers: Readonly<Record<string, object>>;
}

/** The schema with the types and fields of modules. A name that is taken already is an error. */
export function withModules(schema: GraphQLSchema, modules: readonly GraphModule[]): GraphQLSchema {
  const extended = extendSchema(schema, parse(modules.map(({ typeDefs }) => typeDefs).join("\n")));
  for (const [typeName, fields] of modules.flatMap(({ resolvers }) => Object.entries(resolvers))) {
    for (const [fieldName, resolve] of Object.entries(fields)) fieldOf(extended, typeName, fieldName).resolve = resolve;
  }
  return extended;
}

/** Whether the served version has an operation. */
export function hasOperation({ agents }: Contract, agent: AgentName, operation: string): boolean {
  return operation in agents[agent].operations;
}

function fieldOf(
  schema: GraphQLSchema,
  typeName: string,
  fieldName: string,
): { resolve?: GraphQLFieldResolver<unknown, unknown> } {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) throw new TypeError(`${typeName}.${fieldName} has a resolver but no definition`);
  return field;
}
