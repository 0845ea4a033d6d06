import {
  type ASTNode,
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  Kind,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import type { ArgumentPath } from "./argument-path.ts";
import type { ErrorCode } from "./errors.ts";
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
    onExecute({ args: { schema, document, variableValues } }) {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors?.some(variableOf)) return;
          const errors = located(result.errors, { schema, document, values: variableValues ?? {} });
          setResult({ ...result, errors });
        },
      };
    },
  };
}

/** The error of a literal, of which GraphQL tells the node; any other error as it is. */
function withPathOfLiteral(error: GraphQLError, document: DocumentNode): GraphQLError {
  const [node] = error.nodes ?? [];
  const path = node && placesIn(document).get(node);
  if (path === undefined || error.nodes?.length !== 1) return error;
  return new GraphQLError(error.message, { nodes: error.nodes, extensions: { ...error.extensions, code, path } });
}

/** Where each value of a document's arguments is, and each field of such a value. */
function placesIn(document: DocumentNode): ReadonlyMap<ASTNode, ArgumentPath> {
  const places = new Map<ASTNode, ArgumentPath>();
  const add = (value: ValueNode, path: ArgumentPath) => {
    places.set(value, path);
    if (value.kind === Kind.LIST) for (const [index, item] of value.values.entries()) add(item, [...path, index]);
    if (value.kind !== Kind.OBJECT) return;
    for (const field of value.fields) {
      const own = [...path, field.name.value];
      places.set(field, own);
      add(field.value, own);
    }
  };
  visit(document, { Argument: ({ name, value }) => add(value, [name.value]) });
  return places;
}

/** What a request's variables are checked against. */
interface Variables {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly values: Readonly<Record<string, unknown>>;
}

function located(errors: readonly GraphQLError[], variables: Variables): GraphQLError[] {
  const paths = new Map<VariableDefinitionNode, ArgumentPath[]>();
  return errors.map((error) => {
    const definition = variableOf(error);
    if (definition === undefined) return error;
    const use = useOf(definition, variables.document);
    // GraphQL reports the faults of one variable in the order in which they are found again here.
    const found = paths.get(definition) ?? faultsOf(definition, variables);
    paths.set(definition, found);
    const path = [...use, ...(found.shift() ?? [])];
    return new GraphQLError(error.message, {
      nodes: error.nodes ?? null,
      extensions: { code, path, http: { spec: true, status: 400 } },
    });
  });
}

/** Where the document uses a variable first. */
function useOf({ variable }: VariableDefinitionNode, document: DocumentNode): ArgumentPath {
  for (const [node, path] of placesIn(document)) {
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
