import type { Schema, TypeNamespace } from "@superoffice-soap/schema";

const foreignPrefixes: Readonly<Record<TypeNamespace, string>> = {
  contract: "tns",
  xsd: "xs",
  serialization: "ser",
  arrays: "arrays",
  cryptography: "cryptography",
};

/** The prefix of a namespace within the schema element of another, or of its own, which is always `tns`. */
export function prefixOf(namespace: TypeNamespace, home: TypeNamespace): string {
  return namespace === home ? "tns" : foreignPrefixes[namespace];
}

/** How the schema element of namespace `home` refers to a value's type, such as `xs:int`. */
export function typeReference({ xml }: Schema, home: TypeNamespace): string {
  return `${prefixOf(xml.namespace, home)}:${xml.name}`;
}
