import { annotate, nillable } from "./annotate.ts";
import { arrayOf, dictionary } from "./collections.ts";
import { type Entity, entityOf } from "./entity.ts";
import { enumerationOf, flagsOf } from "./enumeration.ts";
import type { EntityType, EnumerationType, Schema, XmlType } from "./schema.ts";
import { isAvailable, type ServicesVersion } from "./services-version.ts";

const projections = new Map<ServicesVersion, WeakMap<Schema, Schema>>();

/**
 * Projects a schema to a version: without the members and names that the version lacks, at every depth. The same schema and
 * version give the same object every time, so that it can be the key of what is compiled from it.
 */
export function schemaAt<S extends Schema>(schema: S, services: ServicesVersion): S {
  const known = knownAt(services);
  const found = known.get(schema) ?? projectNillable(schema, services);
  known.set(schema, found);
  // A projection has fewer members than its schema, and what it lacks is optional, so it has the schema's static type.
  return found as S;
}

function knownAt(services: ServicesVersion): WeakMap<Schema, Schema> {
  const known = projections.get(services) ?? new WeakMap<Schema, Schema>();
  projections.set(services, known);
  return known;
}

function projectNillable(schema: Schema, services: ServicesVersion): Schema {
  const { description, mandatory } = schema;
  const said = { ...(description === undefined ? {} : { description }), ...(mandatory ? { mandatory } : {}) };
  const projected = projectType(schema.xml, services) ?? schema;
  if (projected === schema) return schema;
  return schema.nillable ? nillable(projected, said) : annotate(projected, said);
}

/** Returns the schema of a type in a version; `undefined` when the type is the same in every version. */
function projectType(xml: XmlType, services: ServicesVersion): Schema | undefined {
  switch (xml.kind) {
    case "scalar":
    case "self":
      return undefined;
    case "enumeration":
      return enumerationOf(xml.name, literalsAt(xml, services), xml.description, xml);
    case "flags":
      return flagsOf(xml.name, literalsAt(xml, services), xml.description);
    case "entity":
      return projectEntity(xml, services);
    case "array":
      return arrayOf(schemaAt(xml.item, services));
    case "dictionary":
      return dictionary(xml.name, xml.pairName, schemaAt(xml.value, services));
  }
}

function literalsAt(xml: EnumerationType, services: ServicesVersion) {
  return xml.literals
    .filter(({ available }) => isAvailable(available, services))
    .map(({ name, value }) => ({ name, value }));
}

function projectEntity(xml: EntityType, services: ServicesVersion): Entity {
  const members = Object.entries(xml.members)
    .filter(([, member]) => isAvailable(member.available, services))
    .map(([name, member]) => [name, schemaAt(member, services)] as const);
  const { name, namespace, description, base } = xml;
  const projectedBase = base && schemaAt(base, services);
  return entityOf(name, Object.fromEntries(members), { description, namespace }, projectedBase);
}
