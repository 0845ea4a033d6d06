import type { ExpandedName } from "../xml/namespace-scope.ts";
import type { MemberOrder } from "./decode-options.ts";
import type { WarningReason } from "./decode-warning.ts";
import type { Frame } from "./frame.ts";
import type { PairPlan, Plan } from "./plan.ts";

/** Receives an element that is not as WCF wants it, and whether it is skipped. */
export type Irregular = (element: ExpandedName, reason: WarningReason, skipped: boolean) => void;

/**
 * Returns the plan of an element inside a value; `undefined` when it is skipped: the value's type has no such element, or
 * had it already, or wants it earlier and `order` is WCF's. Records in the frame which members have come.
 */
export function childPlan(
  parent: Frame,
  element: ExpandedName,
  order: MemberOrder,
  irregular: Irregular,
): Plan | undefined {
  const { plan } = parent;
  if (plan === undefined || plan.kind === "text") return undefined;
  const child = namedChild(plan, element.local);
  if (child === undefined || plan.namespace !== element.namespace) {
    irregular(element, child === undefined ? "unknown" : "wrong-namespace", true);
    return undefined;
  }
  if (child.position > parent.position) {
    parent.position = child.position;
  } else if (child.position > 0) {
    // The value of an entity and of a pair is an object from the start.
    const hasValue = Object.hasOwn(parent.value as object, element.local);
    // WCF always skips it. Here a member that gave no value, such as an empty number, may come again.
    const skipped = order === "wcf" || hasValue;
    irregular(element, hasValue || child.position === parent.position ? "repeated" : "out-of-order", skipped);
    if (skipped) return undefined;
  }
  return child.plan;
}

/** A child in its parent's plan. The items of an array and the pairs of a dictionary have no order: position 0. */
interface NamedChild {
  readonly position: number;
  readonly plan: Plan;
}

function namedChild(plan: Exclude<Plan, { kind: "text" }>, local: string): NamedChild | undefined {
  switch (plan.kind) {
    case "entity":
      return plan.members.get(local);
    case "array":
      return local === plan.itemName ? { position: 0, plan: plan.item } : undefined;
    case "dictionary":
      return local === plan.pairName ? { position: 0, plan: plan.pair } : undefined;
    case "pair":
      return partOf(plan, local);
  }
}

function partOf({ key, value }: PairPlan, local: string): NamedChild | undefined {
  if (local === "Key") return { position: 1, plan: key };
  return local === "Value" ? { position: 2, plan: value } : undefined;
}

/** Returns the name of the child that stands furthest on in a value's sequence, of those that have come. */
export function furthestChild({ plan, position }: Frame): string | undefined {
  if (plan?.kind === "pair") return ["Key", "Value"][position - 1];
  if (plan?.kind !== "entity") return undefined;
  for (const [name, member] of plan.members) if (member.position === position) return name;
  return undefined;
}

/** Returns the names that a value's children may have. */
export function childNames(plan: Plan | undefined): readonly string[] {
  switch (plan?.kind) {
    case "entity":
      return [...plan.members.keys()];
    case "array":
      return [plan.itemName];
    case "dictionary":
      return [plan.pairName];
    case "pair":
      return ["Key", "Value"];
    default:
      return [];
  }
}
