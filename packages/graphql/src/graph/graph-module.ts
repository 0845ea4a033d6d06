import { type AgentName, type Contract, characterOutsideXml, SchemaError } from "@superoffice-soap/schema";
import {
  extendSchema,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isObjectType,
  parse,
} from "graphql";
import { argumentError, type FieldParameters, unfitArgument } from "../errors/argument-error.ts";
import { argumentNamesIn } from "../errors/argument-path.ts";
import type { GraphQLContext } from "../graphql-context.ts";

/** A function that resolves one field of the graph. */
export type Resolve<Source, Args, Result> = (
  source: Source,
  args: Args,
  context: GraphQLContext,
  info: GraphQLResolveInfo,
) => Result | Promise<Result>;

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/**
 * A part of the graph that is written by hand, in addition to the types of the contract: types as SDL, and their
 * resolvers.
 */
export interface GraphModule {
  readonly typeDefs: string;
  /** The resolvers by type and field. A field that only reads a property of its source needs none. */
  readonly resolvers: Readonly<Record<string, object>>;
  /** The fields' arguments by type and field, under the names of the NetServer parameters as which they are sent. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, ArgumentsByParameter>>>>;
}

type ArgumentsByParameter = Readonly<Record<string, string>>;

/** Returns the schema with the types and fields of modules added. Throws when a name is taken already. */
export function withModules(schema: GraphQLSchema, modules: readonly GraphModule[]): GraphQLSchema {
  const extended = extendSchema(schema, parse(modules.map(({ typeDefs }) => typeDefs).join("\n")));
  for (const { resolvers, parameters } of modules) {
    for (const [typeName, fields] of Object.entries(resolvers)) {
      for (const [name, resolve] of Object.entries(fields)) {
        const field = fieldOf(extended, typeName, name);
        field.resolve = inArguments(resolve, field, parameters?.[typeName]?.[name] ?? {});
      }
    }
  }
  return extended;
}

/** Returns a resolver whose errors name the field's arguments. It refuses text that no call could carry. */
function inArguments(
  resolve: Resolver,
  field: GraphQLField<unknown, unknown>,
  argumentsByParameter: ArgumentsByParameter,
): Resolver {
  const parameters = parametersOf(argumentsByParameter);
  const texts = field.args.filter(({ type }) => getNamedType(type) === GraphQLString).map(({ name }) => name);
  const refused = (error: unknown) => {
    throw error instanceof SchemaError ? unfitArgument(error, parameters) : argumentError(error, parameters);
  };
  return (source, args, context, info) => {
    for (const name of texts) checkText(args[name], name);
    const result = resolve(source, args, context, info);
    return result instanceof Promise ? result.catch(refused) : result;
  };
}

function parametersOf(argumentsByParameter: ArgumentsByParameter): FieldParameters {
  const names = new Map(Object.entries(argumentsByParameter));
  const nameOf = (parameter: string) => names.get(parameter);
  return {
    nameOf,
    namesIn: () => names,
    pathOf: (error) => {
      const found = argumentNamesIn(error)
        .map(nameOf)
        .find((name) => name !== undefined);
      return found === undefined ? undefined : [found];
    },
  };
}

function checkText(value: unknown, argument: string): void {
  const found = typeof value === "string" ? characterOutsideXml(value) : undefined;
  if (found !== undefined) throw new SchemaError("text that XML can carry", found, argument);
}

/** Tells whether the served version has an operation. */
export function hasOperation({ agents }: Contract, agent: AgentName, operation: string): boolean {
  return operation in agents[agent].operations;
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): GraphQLField<unknown, unknown> {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (field === undefined) throw new TypeError(`${typeName}.${name} has a resolver but no definition`);
  return field;
}
