import { readFileSync } from "node:fs";
import { type AgentName, type OperationName, operationAt, type ServicesVersion } from "@superoffice-soap/schema";
import type { Direction } from "../generate/example.ts";

/**
 * Returns the example envelope of an operation in a version, as SuperOffice's reference pages print it, read from this
 * package's files; its moment is `goldenMoment`. Throws a `RangeError` when the version has no such operation.
 */
export function goldenEnvelope<A extends AgentName>(
  services: ServicesVersion,
  agent: A,
  operation: OperationName<A>,
  direction: Direction,
): string {
  const { name } = operationAt({ services, agent, operation });
  return readFileSync(new URL(goldenPath(services, agent, name, direction), goldenDirectory), "utf8");
}

/**
 * Returns the path of an envelope below a directory of golden files:
 * `Services88/ForeignSystem/SaveForeignKey.request.xml`.
 */
export function goldenPath(services: string, agent: string, operation: string, direction: Direction): string {
  return `${services}/${agent}/${operation}.${direction}.xml`;
}

// The directory is beside both `src` and `dist`.
const goldenDirectory = new URL("../../golden/", import.meta.url);
