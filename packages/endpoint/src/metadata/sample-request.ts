import { contentTypeOf, encodeRequest } from "@superoffice-soap/codec";
import {
  at,
  Carrier,
  defaultOf,
  type EntityType,
  type Operation,
  type RequestHeaders,
  type Schema,
  soapActionOf,
} from "@superoffice-soap/schema";
import type { Service } from "../soap/soap-action.ts";
import { indentedXml } from "./indented-xml.ts";

/** A request as it goes over the wire, for a person to read and to change. */
export interface SampleRequest {
  /** The HTTP headers that matter. */
  readonly headers: Readonly<Record<string, string>>;
  /** The envelope: blanks and zeros, one item in each list, one pair in each dictionary. */
  readonly envelope: string;
}

/** A sample of the request for an operation, in SOAP 1.1. What servers set themselves is left out. */
export function sampleRequestOf({ services, agent }: Service, operation: Operation): SampleRequest {
  const { requestHeaders } = at(services).agents[agent];
  const headers: RequestHeaders = {
    ApplicationToken: "",
    ...("Credentials" in requestHeaders ? { Credentials: { Ticket: "7T:…" } } : {}),
  };
  const input = sampleOfMembers(operation.input.xml);
  const envelope = encodeRequest({ services, agent, operation: operation.name, input, headers });
  return {
    headers: {
      "Content-Type": contentTypeOf("wcf"),
      SOAPAction: `"${soapActionOf(services, agent, operation.name)}"`,
    },
    envelope: indentedXml(envelope),
  };
}

function sampleOf(schema: Schema): unknown {
  const { xml } = schema;
  switch (xml.kind) {
    case "scalar":
      return xml.name === "string" ? "" : xml.name === "base64Binary" ? new Uint8Array() : defaultOf(schema);
    case "enumeration":
    case "flags":
      return defaultOf(schema);
    case "entity":
      return sampleOfMembers(xml);
    case "array":
      return xml.item.xml.kind === "self" ? [] : [sampleOf(xml.item)];
    case "dictionary":
      return { "": sampleOf(xml.value) };
    case "self":
      return null;
  }
}

function sampleOfMembers({ base, members }: EntityType): Record<string, unknown> {
  // Rights are the server's to say, and every entity has them.
  const carried = base?.xml.kind === "entity" && base.xml.name === Carrier.xml.name ? Carrier.xml.members : {};
  const named = Object.entries(members).filter(([name]) => !Object.hasOwn(carried, name));
  return Object.fromEntries(named.map(([name, member]) => [name, sampleOf(member)]));
}
