import { fixedNamespaces } from "@superoffice-soap/schema";
import { DOMParser, type Element } from "@xmldom/xmldom";
import type { Named, Plain, ServiceDescription } from "./description.ts";
import { namespaceName, wsdlNamespaces } from "./namespaces.ts";
import { readSchema } from "./read-schema.ts";
import { attribute, children, reference, wsdlChildren } from "./xml-elements.ts";

/** A WSDL 1.1 document as plain data. Throws an `Error` that says why when the text is none. */
export function readWsdl(text: string): ServiceDescription {
  const document = new DOMParser({ onError: refuse }).parseFromString(text, "text/xml");
  const [definitions] = wsdlChildren(document, "definitions");
  if (definitions === undefined) throw new Error("not a WSDL 1.1 document");
  const targetNamespace = attribute(definitions, "targetNamespace");
  const schemas = wsdlChildren(definitions, "types").flatMap((types) => children(types, fixedNamespaces.xsd, "schema"));
  const read = schemas.map((schema) => readSchema(schema, targetNamespace));
  return {
    targetNamespace,
    schemas: Object.fromEntries(
      schemas.map((schema) => [
        namespaceName(attribute(schema, "targetNamespace"), targetNamespace),
        attribute(schema, "elementFormDefault"),
      ]),
    ),
    names: readNames(definitions, targetNamespace),
    messages: byName(wsdlChildren(definitions, "message"), (message) => readParts(message, targetNamespace)),
    operations: readOperations(definitions, targetNamespace),
    elements: Object.assign({}, ...read.map(({ elements }) => elements)),
    types: Object.assign({}, ...read.map(({ types }) => types)),
  };
}

function refuse(level: string, message: string): void {
  if (level !== "warning") throw new Error(`not well-formed XML: ${message}`);
}

function readNames(definitions: Element, targetNamespace: string): ServiceDescription["names"] {
  const [portType] = wsdlChildren(definitions, "portType");
  const [binding] = wsdlChildren(definitions, "binding");
  const [service] = wsdlChildren(definitions, "service");
  const [port] = service === undefined ? [] : wsdlChildren(service, "port");
  const [soapBinding] = binding === undefined ? [] : children(binding, wsdlNamespaces.soap, "binding");
  return {
    definitions: attribute(definitions, "name"),
    portType: attribute(portType, "name"),
    binding: attribute(binding, "name"),
    bindingType: binding === undefined ? "nothing" : reference(binding, "type", targetNamespace),
    transport: attribute(soapBinding, "transport"),
    service: attribute(service, "name"),
    port: attribute(port, "name"),
    portBinding: port === undefined ? "nothing" : reference(port, "binding", targetNamespace),
  };
}

function readParts(message: Element, targetNamespace: string): Named[] {
  return wsdlChildren(message, "part").map((part) => ({
    name: attribute(part, "name"),
    element: reference(part, "element", targetNamespace),
  }));
}

function readOperations(definitions: Element, targetNamespace: string): Record<string, Plain> {
  const operationsOf = (name: string) =>
    wsdlChildren(definitions, name).flatMap((parent) => wsdlChildren(parent, "operation"));
  const bound = byName(operationsOf("binding"), (operation) => readBound(operation, targetNamespace));
  const offered = byName(operationsOf("portType"), (operation) => ({
    input: readOffered(operation, "input", targetNamespace),
    output: readOffered(operation, "output", targetNamespace),
  }));
  const names = new Set([...Object.keys(offered), ...Object.keys(bound)]);
  return Object.fromEntries(
    [...names].map((name) => [name, { portType: offered[name] ?? "nothing", binding: bound[name] ?? "nothing" }]),
  );
}

function readOffered(operation: Element, direction: "input" | "output", targetNamespace: string): Plain {
  const [element] = wsdlChildren(operation, direction);
  if (element === undefined) return "nothing";
  return {
    name: attribute(element, "name"),
    message: reference(element, "message", targetNamespace),
    action: element.getAttributeNS(wsdlNamespaces.addressing, "Action") ?? "nothing",
  };
}

function readBound(operation: Element, targetNamespace: string): Plain {
  const [soap] = children(operation, wsdlNamespaces.soap, "operation");
  return {
    soapAction: attribute(soap, "soapAction"),
    style: attribute(soap, "style"),
    input: readBoundDirection(operation, "input", targetNamespace),
    output: readBoundDirection(operation, "output", targetNamespace),
  };
}

function readBoundDirection(operation: Element, direction: "input" | "output", targetNamespace: string): Plain {
  const [element] = wsdlChildren(operation, direction);
  if (element === undefined) return "nothing";
  const headers = children(element, wsdlNamespaces.soap, "header").map((header) => ({
    name: attribute(header, "part"),
    message: reference(header, "message", targetNamespace),
    use: attribute(header, "use"),
  }));
  const [body] = children(element, wsdlNamespaces.soap, "body");
  return { name: attribute(element, "name"), headers, body: attribute(body, "use") };
}

function byName(elements: readonly Element[], describe: (element: Element) => Plain): Record<string, Plain> {
  return Object.fromEntries(elements.map((element) => [attribute(element, "name"), describe(element)]));
}
