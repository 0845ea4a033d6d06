import type { Plain } from "./description.ts";

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

/** The elements that .NET declares for XSD's own types. Every WSDL of WCF contains the namespace whole. */
export const dotNetElements: Readonly<Record<string, Plain>> = Object.fromEntries(
  builtIn.map((name) => [`serialization:${name}`, { nillable: true, type: `xs:${name}` }]),
);

/** .NET's own simple types. */
export const dotNetTypes: Readonly<Record<string, Plain>> = {
  "serialization:char": { kind: "restriction", base: "xs:int", facets: {} },
  "serialization:duration": {
    kind: "restriction",
    base: "xs:duration",
    facets: {
      pattern: "\\-?P(\\d*D)?(T(\\d*H)?(\\d*M)?(\\d*(\\.\\d*)?S)?)?",
      minInclusive: "-P10675199DT2H48M5.4775808S",
      maxInclusive: "P10675199DT2H48M5.4775807S",
    },
  },
  "serialization:guid": {
    kind: "restriction",
    base: "xs:string",
    facets: { pattern: "[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}" },
  },
};
