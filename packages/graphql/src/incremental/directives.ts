import {
  type DirectiveNode,
  type DocumentNode,
  type ExecutionArgs,
  extendSchema,
  type GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { codedError } from "../errors/public-error.ts";

const directives = parse(`
  "Sends the list's first items with the answer and the others as they come. Wants \`Accept: multipart/mixed\`."
  directive @stream(
    "Whether to."
    if: Boolean! = true
    "Tells this list's parts from others'."
    label: String
    "How many items the answer waits for."
    initialCount: Int! = 0
  ) on FIELD

  "Sends the fragment's fields when they are there, after the others. Wants \`Accept: multipart/mixed\`."
  directive @defer(
    "Whether to."
    if: Boolean! = true
    "Tells this fragment's part from others'."
    label: String
  ) on FRAGMENT_SPREAD | INLINE_FRAGMENT`);

/** Returns the schema with `@stream` and `@defer`, for servers that can respond incrementally and for their clients. */
export function withIncrementalDirectives(schema: GraphQLSchema): GraphQLSchema {
  return extendSchema(schema, directives);
}

type StreamInfo = Pick<GraphQLResolveInfo, "schema" | "fieldNodes" | "variableValues">;

/** Returns the number of a list's items for which the first part waits under `@stream`; `undefined` without it. */
export function initialCountOf({ schema, fieldNodes, variableValues }: StreamInfo): number | undefined {
  const directive = schema.getDirective("stream");
  const [node] = fieldNodes;
  if (directive == null || node === undefined) return undefined;
  const values = getDirectiveValues(directive, node, variableValues);
  // The arguments are coerced by the definition above.
  return values === undefined || values.if === false ? undefined : (values.initialCount as number);
}

/**
 * Returns the error of a document with a `@stream` or `@defer` that cannot be followed; `undefined` for any other
 * document.
 */
export function directiveError({
  schema,
  document,
  operationName,
  variableValues,
}: Executed): GraphQLError | undefined {
  const directives = incrementalDirectivesIn(document);
  if (directives.length === 0) return undefined;
  const { variableDefinitions = [] } = getOperationAST(document, operationName) ?? {};
  const { coerced } = getVariableValues(schema, variableDefinitions, variableValues ?? {});
  // The execution refuses variables that do not fit, and then nothing comes in parts.
  if (coerced === undefined) return undefined;
  for (const { name, value } of directives.flatMap((directive) => directive.arguments ?? [])) {
    const fault = faultOfArgument(name.value, valueFromASTUntyped(value, coerced));
    if (fault !== undefined) {
      const extensions = { path: [name.value], http: { spec: true, status: 400 } };
      return codedError("BAD_USER_INPUT", `${name.value} ${fault}.`, extensions);
    }
  }
  return undefined;
}

function faultOfArgument(name: string, value: unknown): string | undefined {
  // Validation allows a variable that may be null where there is a default.
  if (value === null) return "must not be null";
  return name === "initialCount" && Number(value) < 0 ? "must be 0 or more" : undefined;
}

type Executed = Pick<ExecutionArgs, "schema" | "document" | "operationName" | "variableValues">;

const knownDirectives = new WeakMap<DocumentNode, readonly DirectiveNode[]>();

function incrementalDirectivesIn(document: DocumentNode): readonly DirectiveNode[] {
  const known = knownDirectives.get(document);
  if (known !== undefined) return known;
  const found: DirectiveNode[] = [];
  visit(document, {
    Directive: (node) => {
      if (isIncremental(node)) found.push(node);
    },
  });
  knownDirectives.set(document, found);
  return found;
}

/** Tells whether a directive asks for incremental delivery. */
export function isIncremental({ name: { value } }: DirectiveNode): boolean {
  return value === "stream" || value === "defer";
}

/** Tells whether a query asks for incremental delivery of any of these fields of an object. */
export function streamsAny(names: readonly string[], info: GraphQLResolveInfo): boolean {
  const { fragments, fieldNodes, variableValues } = info;
  const inSelections = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (!isWanted(selection, variableValues)) return false;
      if (selection.kind === Kind.FIELD) {
        return (
          names.includes(selection.name.value) && initialCountOf({ ...info, fieldNodes: [selection] }) !== undefined
        );
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return inSelections(selection.selectionSet);
      return inSelections(fragments[selection.name.value]?.selectionSet);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => inSelections(selectionSet));
}

function isWanted(selection: SelectionNode, variableValues: StreamInfo["variableValues"]): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false;
}
