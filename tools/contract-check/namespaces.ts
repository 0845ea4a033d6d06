import { fixedNamespaces } from "@superoffice-soap/schema";

/** The namespaces of WSDL 1.1, its SOAP 1.1 binding, and WS-Addressing's description. */
export const wsdlNamespaces = {
  wsdl: "http://schemas.xmlsoap.org/wsdl/",
  soap: "http://schemas.xmlsoap.org/wsdl/soap/",
  addressing: "http://www.w3.org/2006/05/addressing/wsdl",
} as const;

/** Returns a name's form in a description: `contract:ForeignKey`. */
export function qualified(namespace: string | null, name: string, targetNamespace: string): string {
  return `${namespaceName(namespace ?? "", targetNamespace)}:${name}`;
}

/** Returns a namespace's form in a description: `contract`, `arrays`, `xs`; one that the contract does not know as it is. */
export function namespaceName(namespace: string, targetNamespace: string): string {
  if (namespace === targetNamespace) return "contract";
  if (namespace === fixedNamespaces.xsd) return "xs";
  const known = Object.entries(fixedNamespaces).find(([, uri]) => uri === namespace);
  return known === undefined ? `{${namespace}}` : known[0];
}
