import type { AgentImplementation } from "../agent-implementation.ts";

/** Relations between companies and persons, each with an active and a passive party. */
export const relation: AgentImplementation<"Relation"> = {
  operations: {},
};
