import { type EnumerationType, fixedNamespaces, type XmlType } from "@superoffice-soap/schema";
import { element, type XmlElement } from "./xml-element.ts";

/** Returns WCF's annotation on a type for generators that target .NET: none or one. */
export function annotationsOf(xml: XmlType): XmlElement[] {
  if (xml.kind === "dictionary") return [annotation("IsDictionary", {}, "true")];
  if (isValueType(xml)) return [annotation("IsValueType", {}, "true")];
  if (xml.kind !== "enumeration" || xml.actualType === undefined) return [];
  return [annotation("ActualType", { Name: xml.actualType, Namespace: fixedNamespaces.xsd })];
}

/** Returns the annotation of a literal's number, where it differs from the number that its index implies. */
export function numberAnnotations(xml: EnumerationType, index: number): XmlElement[] {
  const value = xml.literals[index]?.value;
  const implied = xml.kind === "flags" ? 2 ** index : index;
  return value === undefined || value === implied ? [] : [annotation("EnumerationValue", {}, String(value))];
}

/** Tells whether WCF imports the serialization namespace for a type's annotations. */
export function needsSerialization(xml: XmlType): boolean {
  if (xml.kind !== "enumeration" && xml.kind !== "flags") return isValueType(xml);
  return xml.literals.some((_, index) => numberAnnotations(xml, index).length > 0);
}

// The structs among the entities: the contract has classes only, what .NET brings along is a struct.
function isValueType(xml: XmlType): boolean {
  return xml.kind === "entity" && xml.namespace === "cryptography";
}

function annotation(name: string, attributes: Record<string, string>, text?: string): XmlElement {
  const note = element(name, { ...attributes, xmlns: fixedNamespaces.serialization }, text);
  return element("xs:annotation", {}, [element("xs:appinfo", {}, [note])]);
}
