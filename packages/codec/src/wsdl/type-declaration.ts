import type {
  ArrayType,
  DictionaryType,
  EntityType,
  EnumerationType,
  Schema,
  TypeNamespace,
  XmlType,
} from "@superoffice-soap/schema";
import { annotationsOf, numberAnnotations } from "./annotation.ts";
import { typeReference } from "./type-reference.ts";
import { element, type XmlElement } from "./xml-element.ts";

/** A type that has a declaration of its own, unlike XSD's and .NET's scalars. */
export type DeclaredType = Exclude<XmlType, { readonly kind: "scalar" | "self" }>;

/** The declaration of a type, for the schema element of its namespace. */
export function typeDeclaration(xml: DeclaredType): XmlElement {
  const content = [...annotationsOf(xml), ...contentOf(xml)];
  const kind = xml.kind === "enumeration" || xml.kind === "flags" ? "xs:simpleType" : "xs:complexType";
  return element(kind, { name: xml.name }, content);
}

/** The type without a name that a wrapping element has. */
export function anonymousType(xml: EntityType): XmlElement {
  return element("xs:complexType", {}, [memberSequence(xml)]);
}

/** The types that a type's declaration mentions, in that order. */
export function mentionedBy(xml: DeclaredType): readonly Schema[] {
  switch (xml.kind) {
    case "entity":
      return [...(xml.base === undefined ? [] : [xml.base]), ...ownMembers(xml).map(([, member]) => member)];
    case "array":
      return [xml.item];
    case "dictionary":
      return [xml.key, xml.value];
    case "enumeration":
    case "flags":
      return [];
  }
}

function contentOf(xml: DeclaredType): XmlElement[] {
  switch (xml.kind) {
    case "entity":
      return [entityContent(xml)];
    case "array":
      return [arrayContent(xml)];
    case "dictionary":
      return [dictionaryContent(xml)];
    case "enumeration":
      return [restriction(xml)];
    case "flags":
      return [element("xs:list", {}, [element("xs:simpleType", {}, [restriction(xml)])])];
  }
}

function entityContent(xml: EntityType): XmlElement {
  if (xml.base === undefined) return memberSequence(xml);
  const extension = element("xs:extension", { base: typeReference(xml.base, xml.namespace) }, [memberSequence(xml)]);
  return element("xs:complexContent", { mixed: "false" }, [extension]);
}

function memberSequence(xml: EntityType): XmlElement {
  const members = ownMembers(xml).map(([name, member]) =>
    particle({ minOccurs: member.mandatory ? undefined : "0", name }, member, xml.namespace),
  );
  return element("xs:sequence", {}, members);
}

function ownMembers({ members, base }: EntityType): [string, Schema][] {
  const inherited = base?.xml.kind === "entity" ? base.xml.members : {};
  return Object.entries(members).filter(([name]) => !Object.hasOwn(inherited, name));
}

function arrayContent({ itemName, item, namespace }: ArrayType): XmlElement {
  return element("xs:sequence", {}, [particle({ ...anyNumber, name: itemName }, item, namespace)]);
}

function dictionaryContent({ pairName, key, value, namespace }: DictionaryType): XmlElement {
  // Both halves of a pair are always there, unlike the members of any other type of the contract.
  const halves = [particle({ name: "Key" }, key, namespace), particle({ name: "Value" }, value, namespace)];
  const pair = element("xs:complexType", {}, [element("xs:sequence", {}, halves)]);
  return element("xs:sequence", {}, [element("xs:element", { ...anyNumber, name: pairName }, [pair])]);
}

function restriction(xml: EnumerationType): XmlElement {
  const literals = xml.literals.map(({ name }, index) =>
    element("xs:enumeration", { value: name }, numberAnnotations(xml, index)),
  );
  return element("xs:restriction", { base: "xs:string" }, literals);
}

const anyNumber = { minOccurs: "0", maxOccurs: "unbounded" } as const;

interface Occurrence {
  readonly minOccurs?: string | undefined;
  readonly maxOccurs?: string;
  readonly name: string;
}

function particle(occurrence: Occurrence, schema: Schema, home: TypeNamespace): XmlElement {
  const nillable = schema.nillable ? "true" : undefined;
  return element("xs:element", { ...occurrence, nillable, type: typeReference(schema, home) });
}
