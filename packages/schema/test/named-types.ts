import type { Schema } from "../src/index.ts";

/** Every type that schemas use at any depth, by name; scalars have none of their own. */
export function namedTypes(schemas: Iterable<Schema>): Map<string, Schema> {
  const found = new Map<string, Schema>();
  const waiting = [...schemas];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    const { xml } = schema;
    if (xml.kind === "scalar" || xml.kind === "self" || found.has(xml.name)) continue;
    found.set(xml.name, schema);
    if (xml.kind === "entity") waiting.push(...Object.values(xml.members));
    if (xml.kind === "entity" && xml.base !== undefined) waiting.push(xml.base);
    if (xml.kind === "array") waiting.push(xml.item);
    if (xml.kind === "dictionary") waiting.push(xml.value);
  }
  return found;
}
