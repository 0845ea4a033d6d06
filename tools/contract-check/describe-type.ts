import type { ArrayType, DictionaryType, EntityType, EnumerationType, Schema } from "@superoffice-soap/schema";
import type { Particle, Plain } from "./description.ts";

/** The types that schemas use at any depth, by qualified name; those of XML Schema itself left out. */
export function describeTypes(schemas: Iterable<Schema>): Record<string, Plain> {
  const described: Record<string, Plain> = {};
  const waiting = [...schemas];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    const name = typeName(schema);
    if (described[name] !== undefined) continue;
    const { xml } = schema;
    // A scalar is a type of XML Schema or .NET; a type inside itself is described already.
    if (xml.kind === "scalar" || xml.kind === "self") continue;
    described[name] = describeType(xml);
    waiting.push(...usedBy(xml));
  }
  return described;
}

/** The members of an entity from `first` on, as particles of a sequence. */
export function describeMembers({ members }: EntityType, first = 0): Particle[] {
  return Object.entries(members)
    .slice(first)
    .map(([name, schema]) => describeMember(name, schema));
}

/** Returns the name of a schema's type in a description: `contract:ForeignKey`. */
export function typeName({ xml }: Schema): string {
  return `${xml.namespace === "xsd" ? "xs" : xml.namespace}:${xml.name}`;
}

type NamedType = EntityType | ArrayType | DictionaryType | EnumerationType;

function describeType(xml: NamedType): Plain {
  switch (xml.kind) {
    case "entity":
      return describeEntity(xml);
    case "array":
      return complex([{ ...describeMember(xml.itemName, xml.item), maxOccurs: "unbounded" }]);
    case "dictionary":
      return { ...complex([describePair(xml)]), dictionary: true };
    case "enumeration":
    case "flags":
      return describeEnumeration(xml);
  }
}

function describeEntity(xml: EntityType): Plain {
  const { base } = xml;
  const members = describeMembers(xml);
  // In .NET only a value type insists on all of its members.
  const valueType = members.length > 0 && members.every(({ minOccurs }) => minOccurs === "1");
  if (base === undefined) return { ...complex(members), valueType };
  const inherited = base.xml.kind === "entity" ? Object.keys(base.xml.members).length : 0;
  return { ...complex(describeMembers(xml, inherited)), base: typeName(base) };
}

function describeEnumeration({ kind, actualType, literals }: EnumerationType): Plain {
  const numbers = actualType ?? "int";
  return {
    kind,
    base: "xs:string",
    actualType: numbers,
    literals: literals.map(({ name, value }) => ({ name, value })),
  };
}

function complex(members: Particle[]) {
  return { kind: "complex", dictionary: false, valueType: false, base: "nothing", members };
}

function describePair({ pairName, key, value }: DictionaryType): Particle {
  const type = [describeMember("Key", key), describeMember("Value", value)];
  // WCF always writes both halves of a pair.
  const halves = type.map((half) => ({ ...half, minOccurs: "1" }));
  return { name: pairName, nillable: false, minOccurs: "0", maxOccurs: "unbounded", type: halves };
}

function describeMember(name: string, schema: Schema): Particle {
  const { nillable = false, mandatory = false } = schema;
  return { name, nillable, minOccurs: mandatory ? "1" : "0", maxOccurs: "1", type: typeName(schema) };
}

function usedBy(xml: NamedType): Schema[] {
  switch (xml.kind) {
    case "entity":
      return [...Object.values(xml.members), ...(xml.base === undefined ? [] : [xml.base])];
    case "array":
      return [xml.item];
    case "dictionary":
      return [xml.key, xml.value];
    case "enumeration":
    case "flags":
      return [];
  }
}
