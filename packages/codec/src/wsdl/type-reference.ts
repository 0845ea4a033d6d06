import type { Schema, TypeNamespace } from "@superoffice-soap/schema";

const foreignPrefixes: Readonly<Record<TypeNamespace, string>> = {
  contract: "tns",
  xsd: "xs",
  serialization: "ser",
  arrays: "arrays",
  cryptography: "cryptography",
};

/** Returns the prefix of a namespace within the schema element of namespace `home`, whose own is always `tns`. */
export function prefixOf(namespace: TypeNamespace, home: TypeNamespace): string {
  return namespace === home ? "tns" : foreignPrefixes[namespace];
}

/** Returns the reference to a value's type within the schema element of namespace `home`, such as `xs:int`. */
export function typeReference({ xml }: Schema, home: TypeNamespace): string {
  return `${prefixOf(xml.namespace, home)}:${xml.name}`;
}
