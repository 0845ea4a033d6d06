import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { introspectionCosts } from "./introspection-costs.ts";
import { defaultPage } from "./limits.ts";
import { signInFields } from "./sign-in-fields.ts";

/** The measures of a document. Fragments count wherever they are spread. */
export interface QueryCost {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** The fields to resolve, those of a connection's items as often as it has items at most. */
  readonly cost: number;
  /** The number of fields that sign in. */
  readonly signIns: number;
  /** True when a variable sets the length of a page, and so the cost. */
  readonly varies: boolean;
}

type Values = Readonly<Record<string, unknown>>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const nothing: QueryCost = { depth: 0, aliases: 0, directives: 0, cost: 0, signIns: 0, varies: false };

/** The measures of documents that no variable changes. */
const fixedCosts = new WeakMap<DocumentNode, QueryCost>();

/**
 * Returns the largest measures of a document's operations, in one pass over it. Each fragment is measured once; a
 * fragment that contains itself counts as nothing inside itself, since validation refuses it. The depth of
 * introspection does not count, because GraphQL limits it itself. A document is measured again only for variables that
 * change the cost.
 */
export function costOf(document: DocumentNode, variables: Values = {}): QueryCost {
  const known = fixedCosts.get(document);
  if (known !== undefined) return known;
  const cost = countedCost(document, variables);
  if (!cost.varies) fixedCosts.set(document, cost);
  return cost;
}

function countedCost(document: DocumentNode, variables: Values): QueryCost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  return document.definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => costOfOperation(operation, fragments, { ...defaultsOf(operation), ...variables }))
    .reduce(largest, nothing);
}

function costOfOperation(operation: OperationDefinitionNode, fragments: Fragments, variables: Values): QueryCost {
  const known = new Map<string, QueryCost>();
  const costOfIntrospection = introspectionCosts(fragments);
  const ofSelections = ({ selections }: SelectionSetNode) => selections.map(ofSelection).reduce(together, nothing);

  function ofSelection(node: SelectionNode): QueryCost {
    const inner = node.kind === Kind.FIELD ? ofField(node) : ofSpread(node);
    return { ...inner, directives: inner.directives + (node.directives?.length ?? 0) };
  }

  function ofField(node: FieldNode): QueryCost {
    const aliased = node.alias === undefined ? 0 : 1;
    if (node.name.value === "__typename") return { ...nothing, aliases: aliased };
    const inner = node.selectionSet === undefined ? nothing : ofSelections(node.selectionSet);
    if (node.name.value.startsWith("__")) {
      return { ...inner, depth: 0, aliases: inner.aliases + aliased, cost: costOfIntrospection(node) };
    }
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + aliased,
      directives: inner.directives,
      cost: 1 + inner.cost * itemsOf(node, variables, fragments),
      signIns: inner.signIns + (signInFields.has(node.name.value) ? 1 : 0),
      varies: inner.varies || firstOf(node)?.kind === Kind.VARIABLE,
    };
  }

  function ofSpread(node: Exclude<SelectionNode, FieldNode>): QueryCost {
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSelections(node.selectionSet);
    const { value: name } = node.name;
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const cost = fragment === undefined ? nothing : ofSelections(fragment.selectionSet);
    known.set(name, cost);
    return cost;
  }

  return ofSelections(operation.selectionSet);
}

/** Returns the most items that a field may have, as far as its arguments tell: `first` of a connection, else one. */
function itemsOf(node: FieldNode, variables: Values, fragments: Fragments): number {
  // A page of negative length is refused when it is resolved; here it must not compensate for another that is too long.
  return Math.max(0, requestedItems(node, variables, fragments));
}

function requestedItems(node: FieldNode, variables: Values, fragments: Fragments): number {
  const first = firstOf(node);
  if (first?.kind === Kind.INT) return Number(first.value);
  const given = first?.kind === Kind.VARIABLE ? variables[first.name.value] : undefined;
  if (typeof given === "number") return given;
  return selectsItems(node.selectionSet, fragments, new Set()) ? defaultPage : 1;
}

function firstOf({ arguments: args }: FieldNode): ValueNode | undefined {
  return args?.find(({ name }) => name.value === "first")?.value;
}

/** Tells whether a connection's items are among the fields; `seen` are the fragments that need not be visited. */
function selectsItems(set: SelectionSetNode | undefined, fragments: Fragments, seen: Set<string>): boolean {
  const isItems = (node: SelectionNode): boolean => {
    if (node.kind === Kind.FIELD) return node.name.value === "edges" || node.name.value === "nodes";
    if (node.kind === Kind.INLINE_FRAGMENT) return selectsItems(node.selectionSet, fragments, seen);
    const { value: name } = node.name;
    if (seen.has(name)) return false;
    seen.add(name);
    return selectsItems(fragments.get(name)?.selectionSet, fragments, seen);
  };
  return set?.selections.some(isItems) ?? false;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Values {
  const numbers = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
  );
  return Object.fromEntries(numbers);
}

function together(a: QueryCost, b: QueryCost): QueryCost {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    cost: a.cost + b.cost,
    signIns: a.signIns + b.signIns,
    varies: a.varies || b.varies,
  };
}

function largest(a: QueryCost, b: QueryCost): QueryCost {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: Math.max(a.aliases, b.aliases),
    directives: Math.max(a.directives, b.directives),
    cost: Math.max(a.cost, b.cost),
    signIns: Math.max(a.signIns, b.signIns),
    varies: a.varies || b.varies,
  };
}
