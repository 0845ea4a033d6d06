import type { ExpandedName } from "../xml/namespace-scope.ts";
import type { Frame } from "./frame.ts";
import type { Plan } from "./plan.ts";
import { hasMet, type Pair, pairPartPlan } from "./value-rules.ts";

/**
 * How an element inside a value is read; `undefined` when the value's type has no place for it, or has had it already.
 * Notes in the frame which members have come.
 */
export function childPlan(parent: Frame, { namespace, local }: ExpandedName): Plan | undefined {
  const { plan } = parent;
  if (plan === undefined || plan.kind === "text" || plan.namespace !== namespace) return undefined;
  switch (plan.kind) {
    case "entity": {
      const member = plan.members.get(local);
      // An entity's value is an object from the start.
      if (member === undefined || hasMet(parent.value as object, member, local, parent.place)) return undefined;
      parent.place = Math.max(parent.place, member.place);
      return member.plan;
    }
    case "array":
      return local === plan.itemName ? plan.item : undefined;
    case "dictionary":
      return local === plan.pairName ? plan.pair : undefined;
    case "pair":
      // A pair's value is one from the start.
      return pairPartPlan(plan, parent.value as Pair, local);
  }
}
