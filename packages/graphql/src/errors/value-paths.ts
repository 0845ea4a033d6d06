import { type ASTNode, type DocumentNode, Kind, separateOperations, type ValueNode, visit } from "graphql";
import type { ArgumentPath } from "./argument-path.ts";

/** Returns the path of each value in a document's arguments, and of each field of such a value. */
export function valuePaths(document: DocumentNode): ReadonlyMap<ASTNode, ArgumentPath> {
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

/** Returns the operation of a document that is executed, with the fragments that it spreads. */
export function executedPart({ document, operationName }: Executed): DocumentNode {
  const parts = separateOperations(document);
  const [only = document] = Object.values(parts);
  return parts[operationName ?? ""] ?? only;
}

/** A document, and the name of the operation that is executed if it has several. */
export interface Executed {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
}
