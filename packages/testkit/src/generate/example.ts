import {
  type AgentContract,
  Carrier,
  type EntityType,
  type Operation,
  type RequestHeaders,
  type ScalarName,
  type Schema,
  scalarDefaults,
  type XmlType,
} from "@superoffice-soap/schema";

/** The direction of one of an operation's two envelopes. */
export type Direction = "request" | "response";

/** The two directions, the request first. */
export const directions = ["request", "response"] as const satisfies readonly Direction[];

/** The moment in every `dateTime` of the golden files that this package carries. */
export const goldenMoment = "2021-03-25T21:35:56Z";

/**
 * Returns the example value of an operation's parameters or of its answer, as SuperOffice's reference pages print it:
 * zeros and blanks, one item in each list, one pair in each dictionary, the given moment in every `dateTime`. It has
 * the members of the operation's element, so its shape is the operation's own; take the operation from `at(version)` to
 * get that version's. `Carrier`'s members are left out, and a value that is nested too deep on the page is `null`, even
 * where the contract does not allow nil: only the `documented` dialect can write that.
 */
export function exampleOf(operation: Operation, direction: Direction, moment: string): Record<string, unknown> {
  const { xml } = direction === "request" ? operation.input : operation.output;
  return exampleOfMembers(xml, { indent: outermostIndent[direction], moment, enclosing: [] });
}

/**
 * Returns the header blocks of an example request: a made-up application token and, where the agent takes one, a
 * ticket.
 */
export function exampleHeaders({ requestHeaders }: AgentContract): RequestHeaders {
  return {
    ApplicationToken: exampleApplicationToken,
    ...("Credentials" in requestHeaders ? { Credentials: { Ticket: exampleTicket } } : {}),
  };
}

/** The application token of SuperOffice's reference pages, which no installation has. */
export const exampleApplicationToken = "1234567-1234-9876";

/** The ticket of SuperOffice's reference pages, which no installation gave. */
export const exampleTicket = "7T:1234abcxyzExample==";

/** The position of an element on the page, and the values known there. */
interface Place {
  /** The number of spaces before the element's tag. */
  readonly indent: number;
  readonly moment: string;
  /** The entities around the element, innermost first, to which `self` refers. */
  readonly enclosing: readonly EntityType[];
}

/** The number of spaces before a parameter of a request and before a member of the response's element. */
const outermostIndent: Readonly<Record<Direction, number>> = { request: 4, response: 3 };

// The pages' own generator stops here, so that a type that contains itself ends.
const deepestIndent = 10;

const carrierMembers = new Set(Object.keys(Carrier.xml.members));

function exampleOfMembers(xml: EntityType, place: Place): Record<string, unknown> {
  const inside = { ...place, enclosing: [xml, ...place.enclosing] };
  const printed = Object.entries(xml.members).filter(([name]) => !(extendsCarrier(xml) && carrierMembers.has(name)));
  return Object.fromEntries(printed.map(([name, member]) => [name, exampleOfMember(member, inside)]));
}

function extendsCarrier({ base }: EntityType): boolean {
  if (base?.xml.kind !== "entity") return false;
  return base.xml.name === Carrier.xml.name || extendsCarrier(base.xml);
}

/** Returns the example of an entity's member or of a pair's value: text is always printed. */
function exampleOfMember({ xml }: Schema, place: Place): unknown {
  const tooDeep = place.indent >= deepestIndent && xml.name !== "string";
  return tooDeep ? null : exampleOfType(xml, place);
}

function exampleOfItem({ xml }: Schema, place: Place): unknown {
  return place.indent >= deepestIndent ? null : exampleOfType(xml, place);
}

function exampleOfType(xml: XmlType, place: Place): unknown {
  switch (xml.kind) {
    case "scalar":
      return xml.name === "dateTime" ? place.moment : scalarExamples[xml.name];
    case "enumeration":
      return xml.literals[0]?.name;
    case "flags":
      return xml.literals.slice(0, 1).map(({ name }) => name);
    case "entity":
      return exampleOfMembers(xml, deeper(place, 1));
    case "array":
      return [exampleOfItem(xml.item, deeper(place, 1))];
    case "dictionary":
      // The pair's element is between the dictionary and the value.
      return { "": exampleOfMember(xml.value, deeper(place, 2)) };
    case "self":
      return exampleOfMembers(enclosingOf(xml.name, place), deeper(place, 1));
  }
}

function deeper(place: Place, levels: number): Place {
  return { ...place, indent: place.indent + levels };
}

function enclosingOf(name: string, { enclosing }: Place): EntityType {
  const found = enclosing.find((xml) => xml.name === name);
  if (found === undefined) throw new TypeError(`${name} refers to itself outside of itself`);
  return found;
}

/** The pages' example of each scalar; `dateTime` has the moment asked for. */
const scalarExamples: Readonly<Partial<Record<ScalarName, unknown>>> = {
  ...scalarDefaults,
  string: "",
  base64Binary: new Uint8Array(),
  duration: "",
  decimal: "0.0",
};
