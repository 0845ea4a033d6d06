import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import type { ErrorCode } from "./errors.ts";

const code: ErrorCode = "BAD_USER_INPUT";

/** Gives each error about a variable's value its code, and where in the variable the value is: `key.recordId`. */
export function useVariableErrors(): Plugin {
  return {
    onExecute({ args: { schema, variableValues } }) {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors?.some(isVariableError)) return;
          const errors = located(result.errors, schema, variableValues ?? {});
          setResult({ ...result, errors });
        },
      };
    },
  };
}

function located(errors: readonly GraphQLError[], schema: GraphQLSchema, values: Readonly<Record<string, unknown>>) {
  const paths = new Map<VariableDefinitionNode, string[]>();
  return errors.map((error) => {
    const definition = variableOf(error);
    if (definition === undefined) return error;
    // GraphQL reports the faults of one variable in the order in which they are found again here.
    const found = paths.get(definition) ?? faultsOf(definition, schema, values);
    paths.set(definition, found);
    const path = found.shift() ?? definition.variable.name.value;
    return new GraphQLError(error.message, {
      nodes: error.nodes ?? null,
      extensions: { code, path, http: { spec: true, status: 400 } },
    });
  });
}

function faultsOf(
  definition: VariableDefinitionNode,
  schema: GraphQLSchema,
  values: Readonly<Record<string, unknown>>,
) {
  const type = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]);
  const { value: name } = definition.variable.name;
  const paths: string[] = [];
  if (isInputType(type)) coerceInputValue(values[name], type, (path) => void paths.push([name, ...path].join(".")));
  return paths;
}

function isVariableError(error: GraphQLError): boolean {
  return variableOf(error) !== undefined;
}

function variableOf({ path, nodes }: GraphQLError): VariableDefinitionNode | undefined {
  const node = path === undefined ? nodes?.[0] : undefined;
  return node?.kind === Kind.VARIABLE_DEFINITION ? node : undefined;
}
