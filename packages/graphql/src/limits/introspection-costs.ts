import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionNode, type SelectionSetNode } from "graphql";

/**
 * The approximate number of items that a field of introspection gives: the average lengths of the lists in the schema
 * of the newest version, over all its types. Half of all `ofType` fields have a type.
 */
const averages: Readonly<Record<string, number>> = {
  types: 100,
  fields: 6,
  args: 1,
  inputFields: 2,
  enumValues: 2,
  directives: 5,
  ofType: 0.5,
};

/** The fields of a type that is asked for by itself: it may be Query, which has the most. */
const mostFields = 60;

/**
 * Returns a function that estimates how many fields a `__schema` or `__type` of a document may resolve. Each fragment
 * is measured once and counts wherever it is spread; a fragment that contains itself counts as nothing inside itself,
 * since validation refuses it.
 */
export function introspectionCosts(
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (root: FieldNode) => number {
  // A fragment costs more on a single type than on each of all types.
  const onEach = new Map<string, number>();
  const onOne = new Map<string, number>();
  const ofSelections = (set: SelectionSetNode | undefined, parent: string): number =>
    (set?.selections ?? []).reduce((cost, node) => cost + ofSelection(node, parent), 0);

  function ofSelection(node: SelectionNode, parent: string): number {
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSelections(node.selectionSet, parent);
    return node.kind === Kind.FIELD ? ofField(node, parent) : ofFragment(node.name.value, parent);
  }

  function ofField({ name: { value: name }, selectionSet }: FieldNode, parent: string): number {
    return 1 + ofSelections(selectionSet, name) * itemsOf(name, parent);
  }

  function ofFragment(name: string, parent: string): number {
    const known = parent === "types" ? onEach : onOne;
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    known.set(name, 0);
    const cost = ofSelections(fragments.get(name)?.selectionSet, parent);
    known.set(name, cost);
    return cost;
  }

  return (root) => Math.ceil(ofField(root, root.name.value));
}

function itemsOf(name: string, parent: string): number {
  return name === "fields" && parent !== "types" ? mostFields : (averages[name] ?? 1);
}
