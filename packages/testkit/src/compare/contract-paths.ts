import { agents, type EntityType, requestHeaders, responseHeaders, type Schema } from "@superoffice-soap/schema";
import type { XmlElement } from "../xml/xml-tree.ts";

/** The names that may be directly inside each name, attributes with `@`. `anywhere` contains every name. */
export type Nesting = ReadonlyMap<string, ReadonlySet<string>>;

/** The key of the outside of a path, where any name may come first. */
export const anywhere = "";

/** Returns the nesting of the names in an envelope. */
export function nestingIn(envelope: XmlElement): Nesting {
  const found: GrowingNesting = new Map();
  const visit = ({ name, attributes, children }: XmlElement): void => {
    for (const attribute of attributes.keys()) add(found, name, `@${attribute}`);
    for (const child of children) {
      add(found, name, child.name);
      visit(child);
    }
  };
  visit(envelope);
  return found;
}

let ofContract: Nesting | undefined;

/** Returns the nesting of the names in NetServer's contract, in any of its versions, with header blocks and faults. */
export function nestingOfContract(): Nesting {
  ofContract ??= compileContract();
  return ofContract;
}

function compileContract(): Nesting {
  const found: GrowingNesting = new Map();
  for (const [name, schema] of Object.entries({ ...requestHeaders, ...responseHeaders })) {
    addElement(found, "Header", name, schema);
  }
  for (const { input, output, name } of Object.values(agents).flatMap(({ operations }) => Object.values(operations))) {
    addElement(found, "Body", name, input);
    addElement(found, "Body", output.xml.name, output);
  }
  for (const [parent, names] of Object.entries(fault)) for (const name of names) add(found, parent, name);
  return found;
}

/** The names in the faults of SOAP 1.1 and 1.2, and those that WCF puts into them. */
const fault: Readonly<Record<string, readonly string[]>> = {
  [anywhere]: ["Header", "Body"],
  Body: ["Fault"],
  Fault: ["faultcode", "faultstring", "faultactor", "detail", "Code", "Reason", "Node", "Role", "Detail"],
  Code: ["Value", "Subcode"],
  Subcode: ["Value", "Subcode"],
  Reason: ["Text"],
  detail: ["ExceptionDetail"],
  Detail: ["ExceptionDetail"],
  ExceptionDetail: ["HelpLink", "InnerException", "Message", "StackTrace", "Type"],
  InnerException: ["HelpLink", "InnerException", "Message", "StackTrace", "Type"],
};

type GrowingNesting = Map<string, Set<string>>;

function add(nesting: GrowingNesting, parent: string, name: string): void {
  for (const around of [parent, anywhere]) {
    const inside = nesting.get(around) ?? new Set();
    nesting.set(around, inside.add(name));
  }
}

/** Adds an element and what is below it. `enclosing` are the entities around it, innermost first. */
function addElement(
  nesting: GrowingNesting,
  parent: string,
  name: string,
  { xml }: Schema,
  enclosing: readonly EntityType[] = [],
): void {
  add(nesting, parent, name);
  switch (xml.kind) {
    case "entity":
      return addMembers(nesting, name, xml, [xml, ...enclosing]);
    case "array":
      return addElement(nesting, name, xml.itemName, xml.item, enclosing);
    case "dictionary":
      add(nesting, name, xml.pairName);
      add(nesting, xml.pairName, "Key");
      return addElement(nesting, xml.pairName, "Value", xml.value, enclosing);
    case "self":
      return addNested(nesting, name, xml.name, enclosing);
  }
}

function addMembers(
  nesting: GrowingNesting,
  parent: string,
  { members }: EntityType,
  enclosing: readonly EntityType[],
): void {
  for (const [name, member] of Object.entries(members)) addElement(nesting, parent, name, member, enclosing);
}

/** Adds an entity inside itself: its members, which contain the same names as the outer entity's. */
function addNested(
  nesting: GrowingNesting,
  parent: string,
  entityName: string,
  enclosing: readonly EntityType[],
): void {
  const entity = enclosing.find(({ name }) => name === entityName);
  for (const name of Object.keys(entity?.members ?? {})) add(nesting, parent, name);
}
