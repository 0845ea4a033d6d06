import {
  type AgentName,
  type EntityType,
  fixedNamespaces,
  type Schema,
  type ServicesVersion,
  type TypeNamespace,
} from "@superoffice-soap/schema";
import { namespacesOf } from "../wsdl-namespaces.ts";
import type { WriteText } from "../xml/lexical.ts";
import type { ElementDescription, Style } from "./element-writer.ts";
import { XmlOutput } from "./xml-output.ts";

/** The base type whose members the documented form leaves out. */
const carrier = "Carrier";

/**
 * The form of SuperOffice's reference pages: a prefix on every name, `xsi:type` on every member whose type has a name,
 * one element a line, indented by one space a level. `depth` is the number of spaces.
 */
export function documentedStyle(services: ServicesVersion, agent: AgentName): Style {
  const prefixes = prefixesOf(services, agent);
  const nameOf = ({ name, namespace }: ElementDescription) => `${prefixes[namespace]}:${name}`;
  return {
    complete: false,
    members: membersOf,
    text: (element, write) => {
      const name = nameOf(element);
      const open = `<${name}${typeAttribute(element, prefixes)}>`;
      const close = `</${name}>\n`;
      const textOf = printed(element, write);
      return (output, value, depth) =>
        output.text(indentation(depth) + open + textOf(value, output.outsideXml) + close);
    },
    tags: (element) => {
      const name = nameOf(element);
      const open = `<${name}${typeAttribute(element, prefixes)}>\n`;
      const close = `</${name}>\n`;
      return { open: (depth) => indentation(depth) + open, close: (depth) => indentation(depth) + close };
    },
    nested: (element, write) => {
      const name = nameOf(element);
      const open = `<${name}${typeAttribute(element, prefixes)}>`;
      const close = `</${name}>\n`;
      return (output, value, depth) => {
        const inside = new XmlOutput(output.outsideXml);
        write(inside, value, depth + 1);
        const content = inside.take();
        const indent = indentation(depth);
        // An element without content stands on one line.
        output.text(indent + open + (content === "" ? "" : `\n${content}${indent}`) + close);
      };
    },
    // Sample pages have nil also where the schema forbids it, so the form allows it everywhere.
    nil: (element) => {
      const name = nameOf(element);
      const nil = `<${name} xsi:nil="true"></${name}>\n`;
      return (output, _value, depth) => output.text(indentation(depth) + nil);
    },
  };
}

// Sample pages have durations without a text, though that is none.
function printed({ schema: { xml } }: ElementDescription, write: WriteText): WriteText {
  if (xml.kind !== "scalar" || xml.name !== "duration") return write;
  return (value) => (value === "" ? "" : write(value));
}

/** The prefix of every namespace that an agent's envelopes use. */
type Prefixes = Readonly<Record<TypeNamespace, string>>;

/** Returns the prefixes of an agent's envelopes: the agent's name for the contract, numbered ones for the others. */
function prefixesOf(services: ServicesVersion, agent: AgentName): Prefixes {
  const numbered = namespacesOf(services, agent).map((namespace, i) => [namespace, `NetServer${services}${i + 1}`]);
  // The three others are numbered as far as the agent has them; the rest is never asked for.
  return { xsd: "xsd", contract: agent, ...Object.fromEntries(numbered) } as Prefixes;
}

/** Returns the attributes that declare an agent's namespaces beside its own, one a line, as the documented form orders them. */
export function declarationsOf(services: ServicesVersion, agent: AgentName): string[] {
  const prefixes = prefixesOf(services, agent);
  const [serialization, ...others] = namespacesOf(services, agent);
  return [...others, serialization]
    .filter((namespace) => namespace !== undefined)
    .map((namespace) => `xmlns:${prefixes[namespace]}="${fixedNamespaces[namespace]}"`);
}

function typeAttribute({ schema, anonymous }: ElementDescription, prefixes: Prefixes): string {
  return anonymous ? "" : ` xsi:type="${prefixes[schema.xml.namespace]}:${schema.xml.name}"`;
}

function membersOf({ members, base }: EntityType): (readonly [string, Schema])[] {
  const hidden = base?.xml.kind === "entity" && base.xml.name === carrier ? base.xml.members : {};
  return Object.entries(members).filter(([name]) => !Object.hasOwn(hidden, name));
}

const indentations: string[] = [];

function indentation(depth: number): string {
  indentations[depth] ??= " ".repeat(depth);
  return indentations[depth];
}
