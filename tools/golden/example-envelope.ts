import { encodeRequest, encodeResponse } from "@superoffice-soap/codec";
import { at, operationAt, servicesVersions } from "@superoffice-soap/schema";
import { directions, exampleHeaders, exampleOf, goldenPath } from "@superoffice-soap/testkit";
import type { EnvelopeName } from "./arguments.ts";

/** An operation's example request or response as SuperOffice's reference pages print it. */
export function exampleEnvelope({ services, agent, operation, direction }: EnvelopeName, moment: string): string {
  const target = { services, agent, operation };
  const value = exampleOf(operationAt(target), direction, moment);
  return direction === "request"
    ? encodeRequest({ ...target, input: value, headers: exampleHeaders(at(services).agents[agent]) }, "documented")
    : encodeResponse({ ...target, output: value }, "documented");
}

/** Every example envelope of the contract by the path of its file, in the order of versions, agents and operations. */
export function exampleEnvelopes(moment: string): Map<string, string> {
  const envelopes = names().map((name) => [pathOf(name), exampleEnvelope(name, moment)] as const);
  return new Map(envelopes);
}

function pathOf({ services, agent, operation, direction }: EnvelopeName): string {
  return goldenPath(services, agent, operation, direction);
}

function names(): EnvelopeName[] {
  return servicesVersions.flatMap((services) =>
    Object.values(at(services).agents).flatMap(({ name: agent, operations }) =>
      Object.keys(operations).flatMap((operation) =>
        directions.map((direction) => ({ services, agent, operation, direction })),
      ),
    ),
  );
}
