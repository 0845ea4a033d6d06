import {
  extendSchema,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getDirectiveValues,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";

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

/** The schema for whoever can answer in parts, and for clients of one: with `@stream` and `@defer`. */
export function withIncrementalDirectives(schema: GraphQLSchema): GraphQLSchema {
  return extendSchema(schema, directives);
}

type StreamInfo = Pick<GraphQLResolveInfo, "schema" | "fieldNodes" | "variableValues">;

/** How many items of a list the answer waits for when it is asked for in parts; `undefined` when it is not. */
export function initialCountOf({ schema, fieldNodes, variableValues }: StreamInfo): number | undefined {
  const directive = schema.getDirective("stream");
  const [node] = fieldNodes;
  if (directive == null || node === undefined) return undefined;
  const values = getDirectiveValues(directive, node, variableValues);
  // Its arguments are coerced by the definition above.
  return values === undefined || values.if === false ? undefined : (values.initialCount as number);
}

/** Whether any of these fields of an object is asked for in parts. */
export function streamsAny(names: readonly string[], info: GraphQLResolveInfo): boolean {
  const { fragments, fieldNodes } = info;
  const inSelections = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
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
