import { writeWsdl } from "@superoffice-soap/codec/wsdl";
import type { Service } from "./soap-action.ts";

const documents = new Map<string, string>();

// Stands for the address until it is known. The domain is reserved, so that no contract has it.
const placeholder = "http://address.invalid/";

/**
 * The WSDL of a service at an address. Writing one takes long and there is an address for every name that a client has
 * for the server, so each is written once, without its address.
 */
export function wsdlDocument({ services, agent }: Service, address: string): string {
  const key = `${services}/${agent}`;
  const document = documents.get(key) ?? writeWsdl({ services, agent, address: placeholder });
  documents.set(key, document);
  const { href } = new URL(address);
  return document.replaceAll(placeholder, () => href.replaceAll("&", "&amp;").replaceAll('"', "&quot;"));
}
