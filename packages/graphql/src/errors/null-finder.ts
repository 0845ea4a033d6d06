import {
  type ArgumentNode,
  type ASTNode,
  type GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  isValueNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { ArgumentPath } from "./argument-path.ts";
import { type Executed, executedPart, valuePaths } from "./value-paths.ts";

/** The variables of a request, with the schema and the document against which they are checked. */
export interface Variables extends Executed {
  readonly schema: GraphQLSchema;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * A function that returns the path of the null that an error of the execution is about; `undefined` when the error is
 * about something else.
 */
export type NullFinder = (error: GraphQLError) => ArgumentPath | undefined;

/**
 * Returns a function that finds the nulls which a request's arguments must not have. Validation allows a variable that
 * may be null where null is not allowed, if the variable or the argument has a default; the execution reports such a
 * null by the argument's node.
 */
export function nullFinder(variables: Variables): NullFinder {
  let paths: ReadonlyMap<ASTNode, ArgumentPath> | undefined;
  return ({ nodes: [node] = [] }) => {
    if (node === undefined || !isValueNode(node)) return undefined;
    paths ??= pathsOfNulls(variables);
    return paths.get(node);
  };
}

/** Returns the path of the first forbidden null in the value of each argument that has one. */
function pathsOfNulls(variables: Variables): ReadonlyMap<ASTNode, ArgumentPath> {
  const { schema, values } = variables;
  const document = executedPart(variables);
  const places = valuePaths(document);
  const paths = new Map<ASTNode, ArgumentPath>();
  const typeInfo = new TypeInfo(schema);
  let argument: ArgumentNode | undefined;
  const visitor = visitWithTypeInfo(typeInfo, {
    Argument: (node) => {
      argument = node;
    },
    Variable: (node) => {
      const place = places.get(node);
      if (argument === undefined || place === undefined || paths.has(argument.value)) return;
      if (isNonNullType(typeInfo.getInputType()) && values[node.name.value] === null) paths.set(argument.value, place);
    },
  });
  visit(document, visitor);
  return paths;
}
