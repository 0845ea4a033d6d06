import {
  type AgentContract,
  type AgentName,
  at,
  type Operation,
  type Schema,
  type ServicesVersion,
} from "@superoffice-soap/schema";
import { describeMembers, describeTypes, typeName } from "./describe-type.ts";
import type { Named, Plain, ServiceDescription } from "./description.ts";
import { dotNetElements, dotNetTypes } from "./dot-net-schema.ts";

/** An agent's contract at a version, told as WCF would publish it. */
export function describeContract(services: ServicesVersion, agentName: AgentName): ServiceDescription {
  const { namespace, agents } = at(services);
  const agent = agents[agentName];
  const operations = Object.values(agent.operations);
  const headers = { ...agent.requestHeaders, ...agent.responseHeaders };
  const wrappers = operations.flatMap(({ input, output }) => [input, output]);
  const used = [...wrappers.flatMap(({ xml }) => Object.values(xml.members)), ...Object.values(headers)];
  const types = { ...dotNetTypes, ...describeTypes(used) };
  return {
    targetNamespace: namespace,
    schemas: Object.fromEntries(Object.keys(types).map((name) => [name.slice(0, name.indexOf(":")), "qualified"])),
    names: describeNames(agentName),
    messages: Object.fromEntries(operations.flatMap((operation) => describeMessages(agent, operation))),
    operations: Object.fromEntries(
      operations.map((operation) => [operation.name, describeOperation(agent, operation, namespace)]),
    ),
    elements: {
      ...dotNetElements,
      ...Object.fromEntries(Object.keys(types).map((name) => [name, { nillable: true, type: name }])),
      ...Object.fromEntries(
        Object.entries(headers).map(([name, schema]) => [`contract:${name}`, describeHeader(schema)]),
      ),
      ...Object.fromEntries(
        wrappers.map(({ xml }) => [`contract:${xml.name}`, { nillable: false, type: describeMembers(xml) }]),
      ),
    },
    types,
  };
}

function describeNames(agentName: AgentName): ServiceDescription["names"] {
  return {
    definitions: `Wcf${agentName}Service`,
    portType: agentName,
    binding: `BasicHttpBinding_${agentName}`,
    bindingType: `contract:${agentName}`,
    transport: "http://schemas.xmlsoap.org/soap/http",
    service: `Wcf${agentName}Service`,
    port: `BasicHttpBinding_${agentName}`,
    portBinding: `contract:BasicHttpBinding_${agentName}`,
  };
}

function describeHeader(schema: Schema): Plain {
  return { nillable: schema.nillable ?? false, type: typeName(schema) };
}

function describeMessages(agent: AgentContract, operation: Operation): [string, Named[]][] {
  const body = (element: string) => [{ name: "parameters", element: `contract:${element}` }];
  const parts = (headers: Readonly<Record<string, Schema>>) =>
    Object.keys(headers).map((name) => ({ name, element: `contract:${name}` }));
  const { request, response } = messageNames(operation);
  return [
    [request, body(operation.input.xml.name)],
    [`${request}_Headers`, parts(agent.requestHeaders)],
    [response, body(operation.output.xml.name)],
    [`${response}_Headers`, parts(agent.responseHeaders)],
  ];
}

function describeOperation(agent: AgentContract, operation: Operation, namespace: string): Plain {
  const { request, response } = messageNames(operation);
  const soapAction = `${namespace}/${agent.name}/${operation.name}`;
  return {
    portType: {
      input: { name: request, message: `contract:${request}`, action: soapAction },
      output: { name: response, message: `contract:${response}`, action: `${soapAction}Response` },
    },
    binding: {
      soapAction,
      style: "document",
      input: describeBound(request, agent.requestHeaders),
      output: describeBound(response, agent.responseHeaders),
    },
  };
}

function describeBound(message: string, headers: Readonly<Record<string, Schema>>): Plain {
  const parts = Object.keys(headers).map((name) => ({ name, message: `contract:${message}_Headers`, use: "literal" }));
  return { name: message, headers: parts, body: "literal" };
}

/** The response's message is named after its element, which the operations that sign in share. */
function messageNames({ name, output }: Operation): { readonly request: string; readonly response: string } {
  return { request: `${name}Request`, response: output.xml.name };
}
