import { fixedNamespaces } from "@superoffice-soap/schema";
import type { Element } from "@xmldom/xmldom";
import type { Named, Particle, Plain } from "./description.ts";
import { qualified } from "./namespaces.ts";
import { attribute, children, reference, schemaChildren } from "./xml-elements.ts";

type Described = Record<string, Plain>;

/** The named types and elements of an `xs:schema`, by qualified name. */
export function readSchema(schema: Element, targetNamespace: string): { types: Described; elements: Described } {
  const read = new SchemaReader(targetNamespace);
  const named = (element: Element) =>
    qualified(schema.getAttribute("targetNamespace"), attribute(element, "name"), targetNamespace);
  const described = (name: string, describe: (element: Element) => Plain) =>
    schemaChildren(schema, name).map((element) => [named(element), describe(element)] as const);
  return {
    types: Object.fromEntries([
      ...described("complexType", (element) => read.complexType(element)),
      ...described("simpleType", (element) => read.simpleType(element)),
    ]),
    elements: Object.fromEntries(described("element", (element) => read.globalElement(element))),
  };
}

class SchemaReader {
  readonly #targetNamespace: string;

  constructor(targetNamespace: string) {
    this.#targetNamespace = targetNamespace;
  }

  globalElement(element: Element): Plain {
    const [anonymous] = schemaChildren(element, "complexType");
    const nillable = isNillable(element);
    return anonymous === undefined
      ? { nillable, type: this.#reference(element, "type") }
      : { nillable, type: this.#sequence(anonymous) };
  }

  complexType(element: Element): Plain {
    const [content] = schemaChildren(element, "complexContent");
    const [extension] = content === undefined ? [] : schemaChildren(content, "extension");
    return {
      kind: "complex",
      dictionary: annotationText(element, "IsDictionary") === "true",
      valueType: annotationText(element, "IsValueType") === "true",
      base: extension === undefined ? "nothing" : this.#reference(extension, "base"),
      members: this.#sequence(extension ?? element),
    };
  }

  simpleType(element: Element): Plain {
    const [list] = schemaChildren(element, "list");
    const [restricted] = list === undefined ? [element] : schemaChildren(list, "simpleType");
    const [restriction] = restricted === undefined ? [] : schemaChildren(restricted, "restriction");
    if (restriction === undefined) return { kind: "unreadable" };
    const base = this.#reference(restriction, "base");
    const literals = schemaChildren(restriction, "enumeration");
    if (literals.length === 0) return { kind: "restriction", base, facets: facetsOf(restriction) };
    const kind = list === undefined ? "enumeration" : "flags";
    const [actualType] = annotationsOf(element, "ActualType");
    return {
      kind,
      base,
      actualType: actualType?.getAttribute("Name") ?? "int",
      literals: literals.map((literal, i) => readLiteral(literal, kind === "flags" ? 2 ** i : i)),
    };
  }

  #sequence(type: Element): Particle[] {
    const unknown = schemaChildren(type).filter(({ localName }) => !knownContent.includes(localName ?? ""));
    const [sequence] = schemaChildren(type, "sequence");
    const particles = sequence === undefined ? [] : schemaChildren(sequence);
    return [...particles, ...unknown].map((particle) => this.#particle(particle));
  }

  #particle(element: Element): Particle {
    const [anonymous] = schemaChildren(element, "complexType");
    return {
      // Anything but an element, such as a choice, is told by what it is: the contract has none of it.
      name: element.localName === "element" ? attribute(element, "name") : `xs:${element.localName}`,
      nillable: isNillable(element),
      minOccurs: element.getAttribute("minOccurs") ?? "1",
      maxOccurs: element.getAttribute("maxOccurs") ?? "1",
      type: anonymous === undefined ? this.#reference(element, "type") : this.#sequence(anonymous),
    };
  }

  #reference(element: Element, name: string): string {
    return reference(element, name, this.#targetNamespace);
  }
}

const knownContent = ["annotation", "sequence", "complexContent"];

function isNillable(element: Element): boolean {
  return ["true", "1"].includes(element.getAttribute("nillable") ?? "");
}

/** .NET leaves the number out where it is the name's place, or for flags the bit of its place. */
function readLiteral(literal: Element, usual: number): Named {
  const given = annotationText(literal, "EnumerationValue");
  return { name: attribute(literal, "value"), value: given === undefined ? usual : Number(given) };
}

function annotationText(element: Element, name: string): string | undefined {
  return annotationsOf(element, name)[0]?.textContent?.trim();
}

/** Returns .NET's annotations of a type, by which a .NET client gets the same type back. */
function annotationsOf(element: Element, name: string): Element[] {
  return schemaChildren(element, "annotation")
    .flatMap((annotation) => schemaChildren(annotation, "appinfo"))
    .flatMap((appinfo) => children(appinfo, fixedNamespaces.serialization, name));
}

function facetsOf(restriction: Element): Plain {
  return Object.fromEntries(
    schemaChildren(restriction).map((facet) => [facet.localName ?? "", attribute(facet, "value")]),
  );
}
