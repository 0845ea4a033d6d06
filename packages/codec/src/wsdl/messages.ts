import type { AgentContract, Operation, Schema } from "@superoffice-soap/schema";
import { element, type XmlElement } from "./xml-element.ts";

/** One direction of an operation, as messages, port type and binding need it. */
export interface MessageOutline {
  readonly direction: "input" | "output";
  /** The name of the message with the body. Operations that answer with the same element share it. */
  readonly name: string;
  /** The name of the message with the header blocks. */
  readonly headersName: string;
  /** The names of the header blocks, which are the names of their parts too. */
  readonly headers: readonly string[];
  /** The name of the body's element. */
  readonly element: string;
  /** The suffix that the WS-Addressing action adds to the SOAPAction. */
  readonly actionSuffix: "" | "Response";
}

/** The request's outline, then the response's. */
export function outlinesOf(agent: AgentContract, { name, input, output }: Operation): readonly MessageOutline[] {
  const request = outline(`${name}Request`, input, agent.requestHeaders);
  const response = outline(output.xml.name, output, agent.responseHeaders);
  return [
    { ...request, direction: "input", actionSuffix: "" },
    { ...response, direction: "output", actionSuffix: "Response" },
  ];
}

function outline(name: string, { xml }: Schema, headers: Readonly<Record<string, Schema>>) {
  return { name, headersName: `${name}_Headers`, headers: Object.keys(headers), element: xml.name };
}

/** All messages of an agent, each once. */
export function messages(agent: AgentContract): XmlElement[] {
  const outlines = Object.values(agent.operations).flatMap((operation) => outlinesOf(agent, operation));
  const distinct = new Map(outlines.map((outline) => [outline.name, outline]));
  return [...distinct.values()].flatMap(({ name, headersName, headers, element: body }) => [
    message(name, [part("parameters", body)]),
    message(
      headersName,
      headers.map((header) => part(header, header)),
    ),
  ]);
}

function message(name: string, parts: XmlElement[]): XmlElement {
  return element("wsdl:message", { name }, parts);
}

function part(name: string, elementName: string): XmlElement {
  return element("wsdl:part", { name, element: `tns:${elementName}` });
}
