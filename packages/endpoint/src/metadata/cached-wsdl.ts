import type { Service } from "../soap/soap-action.ts";

const documents = new Map<string, Promise<string>>();

// Stands for the address until it is known. The domain is reserved, so that no contract has it.
const placeholder = "http://address.invalid/";

/**
 * Returns the WSDL of a service at an address. Writing one takes long, and clients reach the server by several names, so
 * each WSDL is written once, with a placeholder for the address.
 */
export async function cachedWsdl(service: Service, address: string): Promise<string> {
  const key = `${service.services}/${service.agent}`;
  const document = documents.get(key) ?? written(service);
  documents.set(key, document);
  // Only the callers that wait get a failure; the next caller tries again.
  document.catch(() => documents.delete(key));
  const { href } = new URL(address);
  return (await document).replaceAll(placeholder, () => href.replaceAll("&", "&amp;").replaceAll('"', "&quot;"));
}

// The WSDL writer is loaded when the first WSDL is asked for.
async function written({ services, agent }: Service): Promise<string> {
  const { writeWsdl } = await import("@superoffice-soap/codec/wsdl");
  return writeWsdl({ services, agent, address: placeholder });
}
