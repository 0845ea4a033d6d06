import type { TUnsafe } from "typebox";
import type { BigIntegerName, IntegerName } from "./integer-range.ts";
import type { VersionRange } from "./services-version.ts";

/**
 * A TypeBox schema of a `T` that also knows its XSD type. It validates with TypeBox like any other schema; the codec,
 * the WSDL and GraphQL read the annotations.
 */
export interface Schema<T = unknown> extends TUnsafe<T> {
  /** The XSD type of the value. */
  readonly xml: XmlType;
  /** Present and true when the element may carry `xsi:nil` (WSDL `nillable="true"`): the value may be `null`. */
  readonly nillable?: true;
  /** Present and true when the element must be there (WSDL without `minOccurs="0"`). JSON Schema has taken `required`. */
  readonly mandatory?: true;
  /** The versions that have this member; absent when all have it. */
  readonly available?: readonly VersionRange[];
  /** The meaning of the value. */
  readonly description?: string;
}

/** The static type of the values that a schema describes. */
export type Static<S extends Schema> = S extends Schema<infer T> ? T : never;

/** The namespaces of the contract's types. */
export type TypeNamespace = "xsd" | "contract" | "serialization" | "arrays" | "cryptography";

/** The URI of each namespace that is the same in every version; `contract` is `namespaceOf(version)`. */
export const fixedNamespaces = {
  xsd: "http://www.w3.org/2001/XMLSchema",
  serialization: "http://schemas.microsoft.com/2003/10/Serialization/",
  arrays: "http://schemas.microsoft.com/2003/10/Serialization/Arrays",
  cryptography: "http://schemas.datacontract.org/2004/07/System.Security.Cryptography",
} as const satisfies Record<Exclude<TypeNamespace, "contract">, string>;

/** Names of the simple types that carry one value; `duration` and `guid` are .NET's, in the serialization namespace. */
export type ScalarName =
  | IntegerName
  | BigIntegerName
  | "string"
  | "boolean"
  | "float"
  | "double"
  | "decimal"
  | "dateTime"
  | "duration"
  | "base64Binary"
  | "guid";

/** A simple type with one lexical value. */
export interface ScalarType {
  readonly kind: "scalar";
  readonly name: ScalarName;
  readonly namespace: "xsd" | "serialization";
}

/** One name of an enumeration or of a flags list. */
export interface Literal {
  readonly name: string;
  /** The number behind the name (WSDL `EnumerationValue`, else its position; a flag's bit). Never on the wire. */
  readonly value: number;
  /** The versions that know the name; absent when all do. */
  readonly available?: readonly VersionRange[];
}

/** One of a closed set of names, or (`flags`) any number of them, written as an `xs:list`. */
export interface EnumerationType {
  readonly kind: "enumeration" | "flags";
  readonly name: string;
  readonly namespace: "contract";
  /** The meaning of the type, for all members of it. */
  readonly description: string;
  readonly literals: readonly Literal[];
  /** The type of the numbers behind the names where it is not `int` (WSDL `ActualType`). Never on the wire. */
  readonly actualType?: "short";
}

/** A sequence of named members (an `xs:complexType`). */
export interface EntityType {
  readonly kind: "entity";
  readonly name: string;
  readonly namespace: "contract" | "cryptography";
  /** The meaning of the type, for all members of it. */
  readonly description: string;
  /** The type it extends, whose members come first on the wire. */
  readonly base?: Schema;
  /** All members by wire name, the base type's first, in the order of the XSD sequence. */
  readonly members: Readonly<Record<string, Schema>>;
}

/** Any number of items in one wrapping element (`ArrayOf…`). */
export interface ArrayType {
  readonly kind: "array";
  readonly name: string;
  /** The namespace of the type and its item elements: `arrays` for simple items, else `contract`. */
  readonly namespace: "contract" | "arrays";
  /** The name of each item's element. */
  readonly itemName: string;
  readonly item: Schema;
}

/** Pairs of a string key and a value, each in an element of its own (`IsDictionary` in the WSDL). */
export interface DictionaryType {
  readonly kind: "dictionary";
  readonly name: string;
  readonly namespace: "contract";
  /** The name of each pair's element. */
  readonly pairName: string;
  readonly key: Schema;
  readonly value: Schema;
}

/** A reference to the enclosing entity of this name, for a type that contains itself. */
export interface SelfType {
  readonly kind: "self";
  readonly name: string;
  readonly namespace: "contract";
}

/** The XSD type of a value. */
export type XmlType = ScalarType | EnumerationType | EntityType | ArrayType | DictionaryType | SelfType;
