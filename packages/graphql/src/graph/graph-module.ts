import type { AgentName, Contract, NetServerError } from "@superoffice-soap/schema";
import {
  extendSchema,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  parse,
} from "graphql";
import { argumentNamesIn } from "../argument-path.ts";
import type { GraphQLContext } from "../context.ts";
import { fieldName } from "../derive/names.ts";
import { withArgumentPath } from "../errors.ts";

/** Resolves one field of the graph. */
export type Resolve<Source, Args, Result> = (
  source: Source,
  args: Args,
  context: GraphQLContext,
  info: GraphQLResolveInfo,
) => Result | Promise<Result>;

type Resolver = GraphQLFieldResolver<unknown, unknown>;

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
    for (const [name, resolve] of Object.entries(fields)) {
      const field = fieldOf(extended, typeName, name);
      field.resolve = withArgumentPaths(resolve, field);
    }
  }
  return extended;
}

/** A resolver whose errors say which of the field's arguments NetServer refused, when it was one of them. */
function withArgumentPaths(resolve: Resolver, { args }: Pick<GraphQLField<unknown, unknown>, "args">): Resolver {
  if (args.length === 0) return resolve;
  const pathOf = (error: NetServerError) => {
    const names = argumentNamesIn(error).map((parameter) => shortNames[parameter] ?? fieldName(parameter));
    const found = names.find((name) => args.some((argument) => argument.name === name));
    return found === undefined ? undefined : [found];
  };
  const refused = (error: unknown) => {
    throw withArgumentPath(error, pathOf);
  };
  return (...given) => {
    const result = resolve(...given);
    return result instanceof Promise ? result.catch(refused) : result;
  };
}

/** What the graph calls NetServer's parameters, where it is not their own name. */
const shortNames: Readonly<Record<string, string>> = {
  ApplicationName: "name",
  DeviceName: "name",
  KeyName: "name",
  DeviceIdentifier: "identifier",
  TableName: "table",
  ErpConnectionId: "id",
};

/** Whether the served version has an operation. */
export function hasOperation({ agents }: Contract, agent: AgentName, operation: string): boolean {
  return operation in agents[agent].operations;
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): GraphQLField<unknown, unknown> {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (field === undefined) throw new TypeError(`${typeName}.${name} has a resolver but no definition`);
  return field;
}
