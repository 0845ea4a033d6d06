import type { AgentContract, Operation } from "@superoffice-soap/schema";
import { type MessageOutline, outlinesOf } from "./messages.ts";
import { element, type XmlElement } from "./xml-element.ts";

/** The binding of the operations: SOAP 1.1 over HTTP, document/literal, header blocks beside the body. */
export function binding(agent: AgentContract, actionOf: (operation: Operation) => string): XmlElement {
  const operations = Object.values(agent.operations).map((operation) =>
    element("wsdl:operation", { name: operation.name }, [
      element("soap:operation", { soapAction: actionOf(operation), style: "document" }),
      ...outlinesOf(agent, operation).map(boundMessage),
    ]),
  );
  return element("wsdl:binding", { name: bindingName(agent), type: `tns:${agent.name}` }, [
    element("soap:binding", { transport: "http://schemas.xmlsoap.org/soap/http" }),
    ...operations,
  ]);
}

/** The service element, with the address of the binding. */
export function service(agent: AgentContract, name: string, address: string): XmlElement {
  const port = element("wsdl:port", { name: bindingName(agent), binding: `tns:${bindingName(agent)}` }, [
    element("soap:address", { location: address }),
  ]);
  return element("wsdl:service", { name }, [port]);
}

function boundMessage({ direction, name, headersName, headers }: MessageOutline): XmlElement {
  const blocks = headers.map((part) => element("soap:header", { message: `tns:${headersName}`, part, use: "literal" }));
  return element(`wsdl:${direction}`, { name }, [...blocks, element("soap:body", { use: "literal" })]);
}

function bindingName({ name }: AgentContract): string {
  return `BasicHttpBinding_${name}`;
}
