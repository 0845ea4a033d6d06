import {
  type ASTNode,
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  isInputType,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import { type ArgumentPath, pathText } from "./argument-path.ts";
import type { ErrorCode } from "./errors.ts";
import { type NullFinder, nullFinder, type Variables } from "./null-argument.ts";
import { executedPart, placesIn } from "./places-of-values.ts";
import { variableOf } from "./variable-of.ts";

const code: ErrorCode = "BAD_USER_INPUT";

/**
 * Gives each error about a value that does not fit, whether it stands in the document or in a variable, its code and
 * where the value is in the arguments of its field: `["foreignKey", "recordId"]`.
 */
export function useInputErrors(): Plugin {
  return {
    onValidate({ params: { documentAST } }) {
      return ({ result, setResult }) => {
        if (result.length > 0) setResult(result.map((error) => withPathOfLiteral(error, documentAST)));
      };
    },
    onExecute({ args: { schema, document, operationName, variableValues } }) {
      return {
        onExecuteDone({ result, setResult }) {
          const parts = isAsyncIterable(result);
          if (!parts && result.errors === undefined) return undefined;
          const variables = { schema, document, operationName, values: variableValues ?? {} };
          const pathOfNull = nullFinder(variables);
          if (parts) return { onNext: (part) => part.setResult(withPathsOfNulls(part.result, pathOfNull)) };
          const errors = result.errors?.some(variableOf) ? located(result.errors, variables) : result.errors;
          return setResult(withPathsOfNulls({ ...result, ...(errors && { errors }) }, pathOfNull));
        },
      };
    },
  };
}

/** An answer, or one in parts and the parts in it. */
interface Answer {
  readonly errors?: readonly GraphQLError[];
  readonly incremental?: readonly Answer[];
}

/** The answer with the places of arguments that are null and must not be, which shows when their field is resolved. */
function withPathsOfNulls<A extends Answer>(answer: A, pathOfNull: NullFinder): A {
  const { errors, incremental } = answer;
  if (errors === undefined && !incremental?.some((part) => part.errors)) return answer;
  return {
    ...answer,
    ...(errors && { errors: errors.map((error) => withPathOfNull(error, pathOfNull(error))) }),
    ...(incremental && { incremental: incremental.map((part) => withPathsOfNulls(part, pathOfNull)) }),
  };
}

function withPathOfNull(error: GraphQLError, path: ArgumentPath | undefined): GraphQLError {
  if (path === undefined) return error;
  const { nodes = null, path: field = null } = error;
  return new GraphQLError(`${pathText(path)} must not be null.`, { nodes, path: field, extensions: { code, path } });
}

/** The error of a literal, of which GraphQL tells the node; any other error as it is. */
function withPathOfLiteral(error: GraphQLError, document: DocumentNode): GraphQLError {
  const [node] = error.nodes ?? [];
  const path = node && placesIn(document).get(node);
  if (path === undefined || error.nodes?.length !== 1) return error;
  return new GraphQLError(error.message, { nodes: error.nodes, extensions: { ...error.extensions, code, path } });
}

function located(errors: readonly GraphQLError[], variables: Variables): GraphQLError[] {
  const paths = new Map<VariableDefinitionNode, ArgumentPath[]>();
  // Another operation of the document may use the same name.
  const places = placesIn(executedPart(variables));
  return errors.map((error) => {
    const { message, nodes = null } = error;
    const refused = { code, http: { spec: true, status: 400 } };
    const definition = variableOf(error);
    // The last one may say that there are more.
    if (definition === undefined) return new GraphQLError(message, { nodes, extensions: refused });
    const use = useOf(definition, places);
    // GraphQL reports the faults of one variable in the order in which they are found again here.
    const found = paths.get(definition) ?? faultsOf(definition, variables);
    paths.set(definition, found);
    const path = [...use, ...(found.shift() ?? [])];
    return new GraphQLError(message, { nodes, extensions: { ...refused, path } });
  });
}

/** Where a variable is used first. */
function useOf({ variable }: VariableDefinitionNode, places: ReadonlyMap<ASTNode, ArgumentPath>): ArgumentPath {
  for (const [node, path] of places) {
    if (node.kind === Kind.VARIABLE && node.name.value === variable.name.value) return path;
  }
  return [variable.name.value];
}

/** The places in a variable's value that do not fit its type. */
function faultsOf(definition: VariableDefinitionNode, { schema, values }: Variables): ArgumentPath[] {
  const type = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]);
  const value = values[definition.variable.name.value];
  const paths: ArgumentPath[] = [];
  const note = (path: ArgumentPath, _value: unknown, { message }: GraphQLError) => {
    const [, unknown] = unknownField.exec(message) ?? [];
    paths.push(unknown === undefined ? [...path] : [...path, unknown]);
  };
  if (isInputType(type)) coerceInputValue(value, type, note);
  return paths;
}

/** GraphQL tells of an unknown field at the object that it is in. */
const unknownField = /^Field "(\w+)" is not defined/;
