import type { ExpandedName } from "../xml/namespace-scope.ts";
import type { Frame } from "./frame.ts";
import type { MemberPlan, Plan } from "./plan.ts";

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
      return member === undefined || hasMet(parent, member, local) ? undefined : member.plan;
    }
    case "array":
      return local === plan.itemName ? plan.item : undefined;
    case "dictionary":
      return local === plan.pairName ? plan.pair : undefined;
    case "pair":
      return local === "Key" ? plan.key : local === "Value" ? plan.value : undefined;
  }
}

// Of members that come twice the first counts, as in WCF. Those that come in order cannot have come before.
function hasMet(parent: Frame, { place }: MemberPlan, local: string): boolean {
  if (place <= parent.place) return Object.hasOwn(parent.value as object, local);
  parent.place = place;
  return false;
}
