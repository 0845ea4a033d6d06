import {
  type AgentContract,
  type AgentName,
  at,
  fixedNamespaces,
  namespaceOf,
  type Operation,
  type RequestHeaders,
  type ServicesVersion,
} from "@superoffice-soap/schema";
import { envelopeNamespaces, schemaInstanceNamespace, soapEncodingNamespace } from "../dialect.ts";
import { escapeText } from "../xml/escape.ts";
import { declarationsOf, documentedStyle } from "./documented-style.ts";
import { type ContentWriter, compileOperation } from "./element-writer.ts";

/** A message of the documented form before it is put into its envelope. */
export interface DocumentedParts {
  readonly services: ServicesVersion;
  readonly agent: AgentName;
  readonly direction: "request" | "response";
  /** The name of the element in the body. */
  readonly element: string;
  readonly headers?: RequestHeaders;
}

/** The number of spaces before the operation's element; its content is indented by one more. */
export const operationIndentation = { request: 3, response: 2 } as const;

/** Returns an envelope exactly as the reference pages print it. Only requests have header blocks, beside `Body`. */
export function documentedEnvelope(parts: DocumentedParts & { readonly content: string }): string {
  const { before, after } = documentedFrame(parts);
  // Both tags of the operation's element stand on lines of their own, even with nothing between them.
  return before + parts.content + after;
}

/** Returns the text before and after the content of the body's element. */
export function documentedFrame(parts: DocumentedParts): { before: string; after: string } {
  const { services, agent, direction, element, headers = {} } = parts;
  const blocks = direction === "request" ? headerBlocks(agent, headers) : "";
  const indent = " ".repeat(operationIndentation[direction]);
  const blankLine = direction === "request" ? "\n" : "";
  return {
    before: `${openingOf(services, agent)}${blocks} <SOAP-ENV:Body>\n${indent}<${agent}:${element}>\n`,
    after: `${indent}</${agent}:${element}>\n${blankLine} </SOAP-ENV:Body>\n</SOAP-ENV:Envelope>\n\n`,
  };
}

const openings = new WeakMap<AgentContract, string>();

/** Returns the beginning of an agent's envelopes, built on first use. */
function openingOf(services: ServicesVersion, agent: AgentName): string {
  const contract = at(services).agents[agent];
  const opening = openings.get(contract) ?? newOpening(services, agent);
  openings.set(contract, opening);
  return opening;
}

function newOpening(services: ServicesVersion, agent: AgentName): string {
  const attributes = [
    `xmlns:SOAP-ENV="${envelopeNamespaces["1.2"]}"`,
    `xmlns:SOAP-ENC="${soapEncodingNamespace}"`,
    `xmlns:xsi="${schemaInstanceNamespace}"`,
    `xmlns:xsd="${fixedNamespaces.xsd}"`,
    ...declarationsOf(services, agent),
    `xmlns:${agent}="${namespaceOf(services)}"`,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope\n ${attributes.join("\n ")}>\n`;
}

function headerBlocks(agent: AgentName, { ApplicationToken, Credentials }: RequestHeaders): string {
  const element = (name: string, text: string) => `<${agent}:${name}>${escapeText(text)}</${agent}:${name}>\n`;
  const token = typeof ApplicationToken === "string" ? `  ${element("ApplicationToken", ApplicationToken)}` : "";
  const ticket = Credentials?.Ticket;
  if (typeof ticket !== "string") return token;
  const credentials = `${agent}:Credentials`;
  return `${token}  <${credentials}>\n    ${element("Ticket", ticket)}  </${credentials}>\n`;
}

const contents = new WeakMap<Operation["input"], ContentWriter>();

/** Returns the writer of the content of an operation's element, compiled on first use. */
export function documentedContent(
  services: ServicesVersion,
  agent: AgentName,
  entity: Operation["input"],
): ContentWriter {
  const found = contents.get(entity) ?? compileOperation(entity.xml, documentedStyle(services, agent));
  contents.set(entity, found);
  return found;
}
