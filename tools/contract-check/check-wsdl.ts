import { type AgentName, agents, servicesOfNamespace } from "@superoffice-soap/schema";
import { type Difference, differences } from "./compare.ts";
import { describeContract } from "./describe-contract.ts";
import { readWsdl } from "./read-wsdl.ts";

/**
 * Returns the differences between a WSDL and the contract of the version and agent that it names. Throws an
 * `Error` that says why when the text is no WSDL, or names no version or agent of the contract.
 */
export function checkWsdl(text: string): Difference[] {
  const wsdl = readWsdl(text);
  const services = servicesOfNamespace(wsdl.targetNamespace);
  if (services === undefined) throw new Error(`no version of the contract has the namespace ${wsdl.targetNamespace}`);
  const agent = wsdl.names.portType;
  if (!isAgentName(agent)) throw new Error(`the contract has no agent ${agent}`);
  return differences(describeContract(services, agent), wsdl);
}

function isAgentName(name: string): name is AgentName {
  return Object.hasOwn(agents, name);
}
