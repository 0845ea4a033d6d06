import type { AgentContract, Contract, Schema, XmlType } from "@superoffice-soap/schema";
import { enumValueName, memberName, mutationName, queryName } from "../names.ts";

/** A function that spells the contract's names in a description as GraphQL spells them. */
export type Describe = (text: string | undefined) => string | undefined;

/**
 * Returns a function that spells the names in a description as GraphQL does. Descriptions quote names in backticks:
 * `RecordId` becomes `recordId`, and `NoError` becomes `NO_ERROR`. The word nil becomes null.
 */
export function describeFor(contract: Contract): Describe {
  const spellings = spellingsOf(contract);
  return (text) =>
    text
      ?.replace(/\bnil\b/g, "null")
      .replace(/`([A-Z][A-Za-z\d]*)`/g, (quoted, name) => spelled(spellings.get(name)) ?? quoted);
}

function spelled(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `\`${name}\``;
}

// The last entry wins for a name with several meanings: a description most likely quotes a member.
function spellingsOf({ agents }: Contract): Map<string, string> {
  const literals = new Map<string, string>();
  const members = new Map<string, string>();
  const types = Object.values(agents).flatMap(schemasOf);
  for (const schema of types) collect(schema.xml, literals, members, new Set());
  return new Map([...literals, ...Object.values(agents).flatMap(operationSpellings), ...members]);
}

function schemasOf({ operations }: AgentContract): Schema[] {
  return Object.values(operations).flatMap(({ input, output }) => [input, output]);
}

function operationSpellings({ operations }: AgentContract): [string, string][] {
  return Object.values(operations).map(({ name, effect }) => [
    name,
    effect === "read" ? queryName(name) : mutationName(name),
  ]);
}

function collect(xml: XmlType, literals: Map<string, string>, members: Map<string, string>, seen: Set<XmlType>): void {
  if (seen.has(xml)) return;
  seen.add(xml);
  if (xml.kind === "enumeration" || xml.kind === "flags") {
    for (const { name } of xml.literals) literals.set(name, enumValueName(name));
  } else if (xml.kind === "entity") {
    for (const [name, member] of Object.entries(xml.members)) {
      members.set(name, memberName(xml.name, name));
      collect(member.xml, literals, members, seen);
    }
  } else if (xml.kind === "array") {
    collect(xml.item.xml, literals, members, seen);
  } else if (xml.kind === "dictionary") {
    collect(xml.value.xml, literals, members, seen);
  }
}
