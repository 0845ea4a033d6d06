import { type EnumerationType, fixedNamespaces, type XmlType } from "@superoffice-soap/schema";
import { element, type XmlElement } from "./xml-element.ts";

/** What WCF notes on a type for generators that target .NET: none or one annotation. */
export function annotationsOf(xml: XmlType): XmlElement[] {
  if (xml.kind === "dictionary") return [annotation("IsDictionary", {}, "true")];
  if (isValueType(xml)) return [annotation("IsValueType", {}, "true")];
  if (xml.kind !== "enumeration" || xml.actualType === undefined) return [];
  return [annotation("ActualType", { Name: xml.actualType, Namespace: fixedNamespaces.xsd })];
}

/** The note of a name's number, where that is not the one it has by its place in the list. */
export function numberAnnotations(xml: EnumerationType, index: number): XmlElement[] {
  const value = xml.literals[index]?.value;
  const implied = xml.kind === "flags" ? 2 ** index : index;
  return value === undefined || value === implied ? [] : [annotation("EnumerationValue", {}, String(value))];
}

/** Whether WCF takes a type's notes for a reason to import the serialization namespace. */
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
