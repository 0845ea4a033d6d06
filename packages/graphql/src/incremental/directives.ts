import { extendSchema, type GraphQLResolveInfo, type GraphQLSchema, getDirectiveValues, parse } from "graphql";

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

/** How many items of a list the answer waits for when it is asked for in parts; `undefined` when it is not. */
export function initialCountOf({ schema, fieldNodes, variableValues }: GraphQLResolveInfo): number | undefined {
  const directive = schema.getDirective("stream");
  const [node] = fieldNodes;
  if (directive == null || node === undefined) return undefined;
  const values = getDirectiveValues(directive, node, variableValues);
  // Its arguments are coerced by the definition above.
  return values === undefined || values.if === false ? undefined : (values.initialCount as number);
}
