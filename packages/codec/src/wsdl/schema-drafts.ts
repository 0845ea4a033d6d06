import { type Entity, fixedNamespaces, type Schema, type TypeNamespace } from "@superoffice-soap/schema";
import { needsSerialization } from "./annotation.ts";
import { anonymousType, mentionedBy, typeDeclaration } from "./type-declaration.ts";
import { prefixOf, typeReference } from "./type-reference.ts";
import { element, type XmlElement } from "./xml-element.ts";

interface Draft {
  readonly imports: Set<Exclude<TypeNamespace, "contract">>;
  readonly declarations: XmlElement[];
  /** The names of the elements that are declared already. */
  readonly elements: Set<string>;
}

/**
 * The schema elements of a WSDL while they grow: one a namespace, each declaration in it once, where it was first
 * needed. That is also the order in which WCF puts them.
 */
export class SchemaDrafts {
  readonly #contractNamespace: string;
  readonly #drafts = new Map<TypeNamespace, Draft>();

  constructor(contractNamespace: string) {
    this.#contractNamespace = contractNamespace;
  }

  /** Declares the element that wraps a message's members, and what they need. */
  addWrapper({ xml }: Entity): void {
    if (!this.#begin("contract", xml.name)) return;
    const { declarations } = this.#draftOf("contract");
    declarations.push(element("xs:element", { name: xml.name }, [anonymousType(xml)]));
    for (const member of Object.values(xml.members)) this.#addMentioned(member, "contract");
  }

  /** Declares the element of a header block, after what it needs. */
  addHeader(name: string, schema: Schema): void {
    if (!this.#begin("contract", name)) return;
    this.#addMentioned(schema, "contract");
    this.#declareElement(name, schema, schema.nillable, "contract");
  }

  /** The schema element of a namespace, with what has been declared in it so far. */
  schemaElement(namespace: TypeNamespace): XmlElement {
    const { imports, declarations } = this.#draftOf(namespace);
    const prefixes = [...imports].map((used) => [`xmlns:${prefixOf(used, namespace)}`, fixedNamespaces[used]] as const);
    const targetNamespace = namespace === "contract" ? this.#contractNamespace : fixedNamespaces[namespace];
    const attributes = {
      elementFormDefault: "qualified",
      targetNamespace,
      "xmlns:xs": fixedNamespaces.xsd,
      "xmlns:tns": targetNamespace,
      ...Object.fromEntries(prefixes),
    };
    const importElements = [...imports].map((used) => element("xs:import", { namespace: fixedNamespaces[used] }));
    return element("xs:schema", attributes, [...importElements, ...declarations]);
  }

  #addMentioned(schema: Schema, home: TypeNamespace): void {
    const { xml } = schema;
    this.#import(xml.namespace, home);
    if (xml.kind === "scalar" || xml.kind === "self" || !this.#begin(xml.namespace, xml.name)) return;
    const { declarations } = this.#draftOf(xml.namespace);
    declarations.push(typeDeclaration(xml));
    // Every type has an element of its name that may be nil, whether or not a message has use for it.
    this.#declareElement(xml.name, schema, true, xml.namespace);
    if (needsSerialization(xml)) this.#import("serialization", xml.namespace);
    for (const mentioned of mentionedBy(xml)) this.#addMentioned(mentioned, xml.namespace);
  }

  #declareElement(name: string, schema: Schema, nillable: boolean | undefined, home: TypeNamespace): void {
    const attributes = { name, nillable: nillable ? "true" : undefined, type: typeReference(schema, home) };
    this.#draftOf(home).declarations.push(element("xs:element", attributes));
  }

  #import(namespace: TypeNamespace, home: TypeNamespace): void {
    if (namespace === home || namespace === "xsd" || namespace === "contract") return;
    this.#draftOf(home).imports.add(namespace);
  }

  /** False when the namespace has the element already. */
  #begin(namespace: TypeNamespace, name: string): boolean {
    const { elements } = this.#draftOf(namespace);
    const isNew = !elements.has(name);
    elements.add(name);
    return isNew;
  }

  #draftOf(namespace: TypeNamespace): Draft {
    const found = this.#drafts.get(namespace) ?? { imports: new Set(), declarations: [], elements: new Set() };
    this.#drafts.set(namespace, found);
    return found;
  }
}
