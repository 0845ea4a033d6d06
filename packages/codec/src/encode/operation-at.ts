import { at, type Operation } from "@superoffice-soap/schema";
import type { Target } from "../message.ts";

/** The operation that a target names, projected to its version. Throws RangeError when there is none. */
export function operationAt({ services, agent, operation }: Target): Operation {
  const operations = at(services).agents[agent]?.operations ?? {};
  const found = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (found === undefined) throw new RangeError(`${services} has no operation ${agent}.${operation}`);
  return found;
}
