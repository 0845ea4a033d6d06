import {
  type AgentName,
  at,
  type Entity,
  type Operation,
  type ServicesVersion,
  servicesVersions,
} from "@superoffice-soap/schema";
import type { Target } from "../src/index.ts";

/** One direction of one operation in one version. */
export interface Case extends Target {
  readonly name: string;
  readonly direction: "request" | "response";
  readonly definition: Operation;
  /** The schema of what stands in the operation's element. */
  readonly schema: Entity;
}

/** Every operation of the given versions, in both directions. */
export function everyOperation(versions: readonly ServicesVersion[] = servicesVersions): Case[] {
  return versions.flatMap((services) =>
    Object.values(at(services).agents).flatMap(({ name, operations }) =>
      Object.values(operations).flatMap((definition) => casesOf(services, name, definition)),
    ),
  );
}

function casesOf(services: ServicesVersion, agent: AgentName, definition: Operation): Case[] {
  const operation = definition.name;
  const described = (direction: Case["direction"]) => ({
    name: `${services}.${agent}.${operation} ${direction}`,
    services,
    agent,
    operation,
    direction,
    definition,
  });
  return [
    { ...described("request"), schema: definition.input },
    { ...described("response"), schema: definition.output },
  ];
}
