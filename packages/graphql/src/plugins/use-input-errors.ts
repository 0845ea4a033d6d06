import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type VariableDefinitionNode,
} from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import { type ArgumentPath, pathText } from "../errors/argument-path.ts";
import { type NullFinder, nullFinder, type Variables } from "../errors/null-finder.ts";
import type { ErrorCode } from "../errors/public-error.ts";
import { shortMessage, shortName } from "../errors/short-text.ts";
import { executedPart, valuePaths } from "../errors/value-paths.ts";
import { mostVariableErrors, type VariableError, variableErrors } from "../errors/variable-errors.ts";

const code: ErrorCode = "BAD_USER_INPUT";

/** The options for the wording of input errors. */
export interface InputErrorOptions {
  /** True when errors may suggest names of the schema. */
  readonly suggestions: boolean;
}

/**
 * Gives each error about a value that does not fit, whether it stands in the document or in a variable, its code and
 * the path of the value in the arguments of its field: `["foreignKey", "recordId"]`. Variables are checked before the
 * execution, which says too much of them.
 */
export function useInputErrors({ suggestions }: InputErrorOptions): Plugin {
  return {
    onValidate({ params: { documentAST } }) {
      return ({ result, setResult }) => {
        if (result.length > 0) setResult(withPathsOfLiterals(result, documentAST));
      };
    },
    onExecute({ args: { schema, document, operationName, variableValues }, setResultAndStopExecution }) {
      const values: Variables["values"] = variableValues ?? {};
      const variables = { schema, document, operationName, values };
      const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
      const errors = variableErrors({ schema, definitions, values, suggestions });
      if (errors.length > 0) {
        setResultAndStopExecution({ errors: located(errors, variables) });
        return undefined;
      }
      return {
        onExecuteDone({ result, setResult }) {
          const parts = isAsyncIterable(result);
          if (!parts && result.errors === undefined) return undefined;
          const pathOfNull = nullFinder(variables);
          if (parts) return { onNext: (part) => part.setResult(withPathsOfNulls(part.result, pathOfNull)) };
          return setResult(withPathsOfNulls(result, pathOfNull));
        },
      };
    },
  };
}

/** A result of an execution, or an incremental result with its parts. */
interface Answer {
  readonly errors?: readonly GraphQLError[];
  readonly incremental?: readonly Answer[];
}

/**
 * Returns the result with the paths of arguments that are null and must not be, which shows when their field is
 * resolved.
 */
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

/** Returns the errors of a document, with the paths of those about literals. GraphQL tells the node of a literal. */
function withPathsOfLiterals(errors: readonly Error[], document: DocumentNode): Error[] {
  const places = valuePaths(document);
  return errors.map((error) => {
    if (!(error instanceof GraphQLError)) return error;
    const { message, nodes = null, extensions } = error;
    const [node] = nodes ?? [];
    const found = nodes?.length === 1 ? places.get(node as ASTNode) : undefined;
    const path = found?.map((segment) => (typeof segment === "string" ? shortName(segment) : segment));
    const said = shortMessage(message);
    if (path === undefined && said === message) return error;
    return new GraphQLError(said, { nodes, extensions: { ...extensions, ...(path && { code, path }) } });
  });
}

function located(errors: readonly VariableError[], variables: Variables): GraphQLError[] {
  // Only the executed part counts: another operation of the document may use the same name.
  const places = valuePaths(executedPart(variables));
  const refused = { code, http: { spec: true, status: 400 } };
  const found = errors.map(({ definition, path, message }) => {
    const extensions = { ...refused, path: [...useOf(definition, places), ...path] };
    return new GraphQLError(message, { nodes: definition, extensions });
  });
  if (found.length < mostVariableErrors) return found;
  const more = `There may be more errors in the variables; these are the first ${mostVariableErrors}.`;
  return [...found, new GraphQLError(more, { extensions: refused })];
}

/** Returns the path of a variable's first use. */
function useOf({ variable }: VariableDefinitionNode, places: ReadonlyMap<ASTNode, ArgumentPath>): ArgumentPath {
  for (const [node, path] of places) {
    if (node.kind === Kind.VARIABLE && node.name.value === variable.name.value) return path;
  }
  return [variable.name.value];
}
