import { type AgentName, assertKnownMembers, at, type Schema, type ServicesVersion } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import { fitting } from "../../src/backends/version-mapping.ts";

const operations = Object.values(at("Services75").agents).flatMap(({ name: agent, operations }) =>
  Object.keys(operations).map((operation) => [agent, operation] as const),
);

function inputOf(services: ServicesVersion, agent: AgentName, operation: string): Schema {
  const { input } = at(services).agents[agent].operations[operation] ?? {};
  if (input === undefined) throw new TypeError(`${services} has no ${agent}.${operation}`);
  return input;
}

/** Returns a value with every member that a schema knows. The texts and numbers in it make no difference here. */
function wholeOf({ xml }: Schema): unknown {
  switch (xml.kind) {
    case "entity":
      return Object.fromEntries(Object.entries(xml.members).map(([name, member]) => [name, wholeOf(member)]));
    case "array":
      return [wholeOf(xml.item), null];
    case "dictionary":
      return { key: wholeOf(xml.value) };
    case "flags":
      return xml.literals.map(({ name }) => name);
    default:
      return null;
  }
}

test.each(operations)("any input of %s.%s fits an older and a newer version", (agent, operation) => {
  const [older, newer] = [inputOf("Services75", agent, operation), inputOf("Services88", agent, operation)];
  expect(() => assertKnownMembers(older, fitting(newer, older)(wholeOf(newer)))).not.toThrow();
  expect(() => assertKnownMembers(newer, fitting(older, newer)(wholeOf(older)))).not.toThrow();
});

test("what the other version lacks is left out, the rest is as it was", () => {
  const from = inputOf("Services88", "ForeignSystem", "SaveForeignAppEntity");
  const to = inputOf("Services85", "ForeignSystem", "SaveForeignAppEntity");
  const CreatedBy = { Name: "ADM0", UserName: "ADM0", FullName: null };
  const sent = fitting(from, to)({ ForeignAppEntity: { ForeignAppId: 1, CreatedBy, UpdatedBy: null } });
  expect(sent).toEqual({
    ForeignAppEntity: { ForeignAppId: 1, CreatedBy: { Name: "ADM0", FullName: null }, UpdatedBy: null },
  });
});
