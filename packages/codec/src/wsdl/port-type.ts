import type { AgentContract, Operation } from "@superoffice-soap/schema";
import { outlinesOf } from "./messages.ts";
import { element, type XmlElement } from "./xml-element.ts";

/** The agent's operations, with the description and the messages of each. */
export function portType(agent: AgentContract, actionOf: (operation: Operation) => string): XmlElement {
  const operations = Object.values(agent.operations).map((operation) =>
    element("wsdl:operation", { name: operation.name }, [
      documentation(operation.description),
      ...outlinesOf(agent, operation).map(({ direction, name, actionSuffix }) =>
        element(`wsdl:${direction}`, {
          "wsaw:Action": actionOf(operation) + actionSuffix,
          name,
          message: `tns:${name}`,
        }),
      ),
    ]),
  );
  return element("wsdl:portType", { name: agent.name }, [documentation(agent.description), ...operations]);
}

function documentation(text: string): XmlElement {
  return element("wsdl:documentation", {}, text);
}
