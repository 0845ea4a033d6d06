import { fixedNamespaces } from "@superoffice-soap/schema";
import { element, type XmlElement } from "./xml-element.ts";

/** XSD's types in the order in which .NET declares an element for each. */
const builtIn = [
  "anyType",
  "anyURI",
  "base64Binary",
  "boolean",
  "byte",
  "dateTime",
  "decimal",
  "double",
  "float",
  "int",
  "long",
  "QName",
  "short",
  "string",
  "unsignedByte",
  "unsignedInt",
  "unsignedLong",
  "unsignedShort",
];

/** .NET's own simple types: the type of XSD that each restricts, and to what. */
const simpleTypes = {
  char: ["xs:int"],
  duration: [
    "xs:duration",
    ["pattern", "\\-?P(\\d*D)?(T(\\d*H)?(\\d*M)?(\\d*(\\.\\d*)?S)?)?"],
    ["minInclusive", "-P10675199DT2H48M5.4775808S"],
    ["maxInclusive", "P10675199DT2H48M5.4775807S"],
  ],
  guid: ["xs:string", ["pattern", "[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}"]],
} as const satisfies Record<string, readonly [base: string, ...facets: (readonly [name: string, value: string])[]]>;

/** The attributes with which .NET writes object graphs; this contract uses none. */
const graphAttributes = { FactoryType: "xs:QName", Id: "xs:ID", Ref: "xs:IDREF" } as const;

/** .NET's serialization namespace, which every WSDL of WCF contains whole, used or not. */
export function serializationSchema(): XmlElement {
  const attributes = {
    attributeFormDefault: "qualified",
    elementFormDefault: "qualified",
    targetNamespace: fixedNamespaces.serialization,
    "xmlns:xs": fixedNamespaces.xsd,
    "xmlns:tns": fixedNamespaces.serialization,
  };
  return element("xs:schema", attributes, [
    ...builtIn.map((name) => globalElement(name, `xs:${name}`)),
    ...Object.entries(simpleTypes).flatMap(([name, [base, ...facets]]) => [
      globalElement(name, `tns:${name}`),
      element("xs:simpleType", { name }, [
        element(
          "xs:restriction",
          { base },
          facets.map(([facet, value]) => element(`xs:${facet}`, { value })),
        ),
      ]),
    ]),
    ...Object.entries(graphAttributes).map(([name, type]) => element("xs:attribute", { name, type })),
  ]);
}

function globalElement(name: string, type: string): XmlElement {
  return element("xs:element", { name, nillable: "true", type });
}
