import {
  type AgentName,
  at,
  type Contract,
  type Schema,
  type ServicesVersion,
  type TypeNamespace,
} from "@superoffice-soap/schema";

/** A namespace other than the contract's own that an agent's WSDL has a schema for. */
export type ForeignNamespace = Exclude<TypeNamespace, "contract" | "xsd">;

/**
 * Returns the namespaces, beside the target namespace, that an agent's WSDL has a schema element for, in the order of those
 * elements: the serialization namespace, which every WSDL has, then each other by the first operation that needs it.
 */
export function namespacesOf(services: ServicesVersion, agent: AgentName): readonly ForeignNamespace[] {
  const found = new Set<ForeignNamespace>(["serialization"]);
  for (const { input, output } of Object.values(operationsOf(at(services), agent))) {
    collect(input, found);
    collect(output, found);
  }
  return [...found];
}

function operationsOf(contract: Contract, agent: AgentName) {
  return contract.agents[agent].operations;
}

function collect({ xml }: Schema, found: Set<ForeignNamespace>): void {
  if (xml.kind !== "self" && xml.namespace !== "contract" && xml.namespace !== "xsd") found.add(xml.namespace);
  if (xml.kind === "entity") for (const member of Object.values(xml.members)) collect(member, found);
  if (xml.kind === "array") collect(xml.item, found);
  if (xml.kind === "dictionary") collect(xml.value, found);
}
