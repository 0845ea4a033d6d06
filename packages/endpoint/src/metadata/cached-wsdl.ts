import type { Service } from "../soap/soap-action.ts";

const documents = new Map<string, Promise<string>>();

// Stands for the address until it is known. The domain is reserved, so that no contract has it.
const placeholder = "http://address.invalid/";

/**
 * The WSDL of a service at an address. Writing one takes long and there is an address for every name that a client has
 * for the server, so each is written once, without its address.
 */
export async function cachedWsdl(service: Service, address: string): Promise<string> {
  const key = `${service.services}/${service.agent}`;
  const document = documents.get(key) ?? written(service);
  documents.set(key, document);
  // A failure is for who waits; the next one tries again.
  document.catch(() => documents.delete(key));
  const { href } = new URL(address);
  return (await document).replaceAll(placeholder, () => href.replaceAll("&", "&amp;").replaceAll('"', "&quot;"));
}

// What writes them is loaded with the first.
async function written({ services, agent }: Service): Promise<string> {
  const { writeWsdl } = await import("@superoffice-soap/codec/wsdl");
  return writeWsdl({ services, agent, address: placeholder });
}
