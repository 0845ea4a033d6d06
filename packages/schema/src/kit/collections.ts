import Type from "typebox";
import { nillable, typed } from "./annotate.ts";
import { string } from "./scalars.ts";
import type { Schema } from "./schema.ts";

/**
 * Creates an `ArrayOf…` type: each item stands in an element named after its type. Items of reference types are nillable
 * in every contract of WCF, so their schema says so: `arrayOf(nillable(ForeignKey))`.
 */
export function arrayOf<T>(item: Schema<T>): Schema<T[]> {
  const itemName = item.xml.name;
  const namespace = item.xml.kind === "scalar" ? "arrays" : "contract";
  const xml = { kind: "array", name: `ArrayOf${itemName}`, namespace, itemName, item } as const;
  return typed(Type.Array(item, { xml }));
}

/** Creates a dictionary type with string keys: an object with one property a pair. No key comes twice on the wire. */
export function dictionary<T>(name: string, pairName: string, value: Schema<T>): Schema<Record<string, T>> {
  const xml = { kind: "dictionary", name, namespace: "contract", pairName, key: nillable(string()), value } as const;
  return typed(Type.Unsafe({ type: "object", additionalProperties: value, $id: name, xml }));
}
