import { fixedNamespaces } from "@superoffice-soap/schema";
import type { Document, Element } from "@xmldom/xmldom";
import { qualified, wsdlNamespaces } from "./namespaces.ts";

/** An XML Schema element's child elements of a name. */
export function schemaChildren(parent: Element, name?: string): Element[] {
  return children(parent, fixedNamespaces.xsd, name);
}

/** A WSDL element's child elements of a name. */
export function wsdlChildren(parent: Element | Document, name: string): Element[] {
  return children(parent, wsdlNamespaces.wsdl, name);
}

/** The child elements of a namespace and name, in their order. */
export function children(parent: Element | Document, namespace: string, name?: string): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => {
    return isElement(node) && node.namespaceURI === namespace && (name === undefined || node.localName === name);
  });
}

/** The name that an attribute refers to (`tns:ForeignKey`), its prefix resolved; `nothing` when it is not there. */
export function reference(element: Element, attribute: string, targetNamespace: string): string {
  const value = element.getAttribute(attribute);
  if (value === null) return "nothing";
  const colon = value.indexOf(":");
  const prefix = colon === -1 ? "" : value.slice(0, colon);
  return qualified(element.lookupNamespaceURI(prefix), value.slice(colon + 1), targetNamespace);
}

/** An attribute's value, or `nothing`. */
export function attribute(element: Element | undefined, name: string): string {
  return element?.getAttribute(name) ?? "nothing";
}

function isElement(node: unknown): node is Element {
  return (node as Element).nodeType === 1;
}
