import {
  type Agent,
  agents,
  type EntityType,
  type EnumerationType,
  type Operation,
  requestHeaders,
  responseHeaders,
  type Schema,
  type VersionRange,
} from "../../src/index.ts";
import { namedTypes } from "../named-types.ts";

/**
 * The whole contract as text, each operation, member and name on a line, so that a change of the contract shows in
 * review as what it is. `?` marks what may be nil, `!` what must be there, a number the longest text; a range of
 * versions follows what not every version has.
 */
export function contractDigest(): string {
  const inAgents = Object.values<Agent>(agents);
  const operations = inAgents.flatMap((agent) => Object.values(agent.operations));
  const wrappers = operations.flatMap(({ input, output }) => [input.xml.members, output.xml.members]);
  const used = [...wrappers, requestHeaders, responseHeaders].flatMap((members) => Object.values<Schema>(members));
  const types = [...namedTypes(used)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, schema]) => typeDigest(schema));
  return `${[
    ...inAgents.map(agentDigest),
    block("request headers", membersOf(requestHeaders)),
    block("response headers", membersOf(responseHeaders)),
    ...types,
  ].join("\n\n")}\n`;
}

function agentDigest({ name, authenticated, operations }: Agent): string {
  return block(
    `agent ${name}${authenticated ? "" : " without Credentials"}`,
    Object.values(operations).map(operationDigest),
  );
}

function operationDigest({ name, effect, retry, available, input, output, result }: Operation): string {
  const takes = membersOf(input.xml.members).join(", ");
  const answers = membersOf(output.xml.members).join(", ");
  const element = output.xml.name === `${name}Response` ? "" : `${output.xml.name} `;
  const answer = result === undefined ? `(${answers})` : answers;
  const called = effect === "read" ? "read" : `write, retry ${retry}`;
  return `${name}(${takes}) -> ${element}${answer}; ${called}${rangesDigest(available)}`;
}

function typeDigest(schema: Schema): string {
  const { xml } = schema;
  const title = `${xml.kind} ${typeName(schema)}`;
  switch (xml.kind) {
    case "entity":
      return entityDigest(title, xml);
    case "array":
      return block(title, membersOf({ [xml.itemName]: xml.item }));
    case "dictionary":
      return block(`${title} of ${xml.pairName}`, membersOf({ Key: xml.key, Value: xml.value }));
    case "enumeration":
    case "flags":
      return enumerationDigest(title, xml);
    default:
      return title;
  }
}

function entityDigest(title: string, { base, members }: EntityType): string {
  if (base === undefined) return block(title, membersOf(members));
  const inherited = base.xml.kind === "entity" ? Object.keys(base.xml.members).length : 0;
  return block(`${title} extends ${base.xml.name}`, membersOf(members).slice(inherited));
}

function enumerationDigest(title: string, { literals }: EnumerationType): string {
  return block(
    title,
    literals.map(({ name, value, available }) => `${name} = ${value}${rangesDigest(available)}`),
  );
}

function block(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

function membersOf(members: Readonly<Record<string, Schema>>): string[] {
  return Object.entries(members).map(([name, schema]) => memberDigest(name, schema));
}

function memberDigest(name: string, schema: Schema): string {
  const { nillable, mandatory, available } = schema;
  const longest = maxLengthOf(schema);
  const limit = longest === undefined ? "" : `(${longest})`;
  return `${name}: ${typeName(schema)}${limit}${nillable ? "?" : ""}${mandatory ? "!" : ""}${rangesDigest(available)}`;
}

/** TypeBox puts the limit on the text itself, which in a nillable schema is one side of a union. */
function maxLengthOf(schema: object): number | undefined {
  const { maxLength, anyOf } = schema as { maxLength?: number; anyOf?: readonly object[] };
  return maxLength ?? anyOf?.map(maxLengthOf).find((found) => found !== undefined);
}

function typeName({ xml }: Schema): string {
  return xml.namespace === "xsd" || xml.namespace === "contract" ? xml.name : `${xml.namespace}:${xml.name}`;
}

function rangesDigest(ranges: readonly VersionRange[] | undefined): string {
  if (ranges === undefined) return "";
  return ` [${ranges.map(({ since = "", until = "" }) => `${since}..${until}`).join(", ")}]`;
}
