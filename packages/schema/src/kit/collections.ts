import Type from "typebox";
import { nillable, typed } from "./annotate.ts";
import { string } from "./scalars.ts";
import type { Schema } from "./schema.ts";

/**
 * `ArrayOf…`: the items, each in an element named after its type. Items of reference types are nillable in every
 * contract of WCF, so the item schema says so: `arrayOf(nillable(ForeignKey))`.
 */
export function arrayOf<T>(item: Schema<T>): Schema<T[]> {
  const itemName = item.xml.name;
  const namespace = item.xml.kind === "scalar" ? "arrays" : "contract";
  const xml = { kind: "array", name: `ArrayOf${itemName}`, namespace, itemName, item } as const;
  return typed(Type.Array(item, { xml }));
}

/** A dictionary with string keys: an object with one property a pair. Duplicate keys do not exist on the wire. */
export function dictionary<T>(name: string, pairName: string, value: Schema<T>): Schema<Record<string, T>> {
  const xml = { kind: "dictionary", name, namespace: "contract", pairName, key: nillable(string()), value } as const;
  return typed(Type.Unsafe({ type: "object", additionalProperties: value, $id: name, xml }));
}
