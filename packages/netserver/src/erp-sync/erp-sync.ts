import type { AgentImplementation } from "../agent-implementation.ts";

/** Synchronization with ERPs: connectors, connections, mappings and links. */
export const erpSync: AgentImplementation<"ErpSync"> = {
  operations: {},
};
