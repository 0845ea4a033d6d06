import { at, servicesVersions } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import { nestingIn, nestingOfContract } from "../../src/compare/contract-paths.ts";
import { directions, exampleHeaders, goldenEnvelope } from "../../src/index.ts";
import { parseXml } from "../../src/xml/xml-tree.ts";

test("the contract's nesting has that of every documented envelope", () => {
  const contract = nestingOfContract();
  const unknown = new Set<string>();
  for (const envelope of documentedEnvelopes()) {
    for (const [parent, names] of nestingIn(parseXml(envelope))) {
      // The documentation has header blocks in addition to the body.
      const around = parent === "Envelope" ? "" : parent;
      for (const name of names) if (!contract.get(around)?.has(name)) unknown.add(`${parent}/${name}`);
    }
  }
  expect([...unknown]).toEqual([]);
});

test("the contract's nesting has a request's header blocks in their header", () => {
  const header = nestingOfContract().get("Header");
  expect(Object.keys(exampleHeaders(at("Services88").agents.Relation)).every((name) => header?.has(name))).toBe(true);
});

function documentedEnvelopes(): string[] {
  return servicesVersions.flatMap((services) =>
    Object.values(at(services).agents).flatMap(({ name: agent, operations }) =>
      Object.keys(operations).flatMap((operation) =>
        // The names come from the version itself.
        directions.map((direction) => goldenEnvelope(services, agent, operation as never, direction)),
      ),
    ),
  );
}
