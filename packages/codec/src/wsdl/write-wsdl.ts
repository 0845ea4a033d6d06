import {
  type AgentContract,
  type AgentName,
  at,
  type Operation,
  type ServicesVersion,
  soapActionOf,
} from "@superoffice-soap/schema";
import { namespacesOf } from "../wsdl-namespaces.ts";
import { binding, service } from "./binding.ts";
import { messages } from "./messages.ts";
import { portType } from "./port-type.ts";
import { SchemaDrafts } from "./schema-drafts.ts";
import { serializationSchema } from "./serialization-schema.ts";
import { serialize } from "./serialize.ts";
import { element, type XmlElement } from "./xml-element.ts";

/** The agent to describe, and its address. */
export interface WsdlOptions {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  /** The absolute URL that clients are to call. */
  readonly address: string;
}

/**
 * The WSDL 1.1 document of an agent in a version: what NetServer publishes, with descriptions of the operations. All
 * types are inline, so that the same document answers `?wsdl` and `?singleWsdl`. Every call writes it anew, which takes
 * tens of milliseconds: keep it. Throws a `TypeError` when the address is no absolute URL.
 */
export function writeWsdl({ services, agent: agentName, address }: WsdlOptions): string {
  const { href } = new URL(address);
  const { namespace, agents } = at(services);
  const agent = agents[agentName];
  const name = `Wcf${agent.name}Service`;
  const actionOf = (operation: Operation) => soapActionOf(services, agent.name, operation.name);
  const definitions = element("wsdl:definitions", { name, targetNamespace: namespace, ...prefixesOf(namespace) }, [
    element("wsdl:types", {}, schemaElements(services, agent)),
    ...messages(agent),
    portType(agent, actionOf),
    binding(agent, actionOf),
    service(agent, name, href),
  ]);
  return serialize(definitions);
}

function prefixesOf(namespace: string) {
  return {
    "xmlns:wsdl": "http://schemas.xmlsoap.org/wsdl/",
    "xmlns:soap": "http://schemas.xmlsoap.org/wsdl/soap/",
    "xmlns:wsaw": "http://www.w3.org/2006/05/addressing/wsdl",
    "xmlns:tns": namespace,
  };
}

function schemaElements(services: ServicesVersion, agent: AgentContract): XmlElement[] {
  const drafts = new SchemaDrafts(at(services).namespace);
  for (const { input, output } of Object.values(agent.operations)) {
    drafts.addWrapper(input);
    for (const [name, schema] of Object.entries(agent.requestHeaders)) drafts.addHeader(name, schema);
    drafts.addWrapper(output);
    for (const [name, schema] of Object.entries(agent.responseHeaders)) drafts.addHeader(name, schema);
  }
  const others = namespacesOf(services, agent.name).map((namespace) =>
    namespace === "serialization" ? serializationSchema() : drafts.schemaElement(namespace),
  );
  return [drafts.schemaElement("contract"), ...others];
}
