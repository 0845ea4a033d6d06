import type { ExpandedName } from "../xml/namespace-scope.ts";
import type { MemberOrder } from "./decode-options.ts";
import type { WarningReason } from "./decode-warning.ts";
import type { Frame } from "./frame.ts";
import type { PairPlan, Plan } from "./plan.ts";

/** Told of an element that is not as WCF wants it, and whether it is skipped. */
export type Irregular = (element: ExpandedName, reason: WarningReason, skipped: boolean) => void;

/**
 * Returns how an element inside a value is read; `undefined` when it is skipped: the value's type has no such element, or
 * had it already, or wants it earlier and `order` is WCF's. Notes in the frame which members have come.
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
  if (child.place > parent.place) {
    parent.place = child.place;
  } else if (child.place > 0) {
    // The value of an entity and of a pair is an object from the start.
    const hasValue = Object.hasOwn(parent.value as object, element.local);
    // WCF skips it in any case. Here one that said nothing, such as a number that was empty, may come again.
    const skipped = order === "wcf" || hasValue;
    irregular(element, hasValue || child.place === parent.place ? "repeated" : "out-of-order", skipped);
    if (skipped) return undefined;
  }
  return child.plan;
}

/** A child as its parent's plan has it. The items of an array and the pairs of a dictionary have no order: place 0. */
interface NamedChild {
  readonly place: number;
  readonly plan: Plan;
}

function namedChild(plan: Exclude<Plan, { kind: "text" }>, local: string): NamedChild | undefined {
  switch (plan.kind) {
    case "entity":
      return plan.members.get(local);
    case "array":
      return local === plan.itemName ? { place: 0, plan: plan.item } : undefined;
    case "dictionary":
      return local === plan.pairName ? { place: 0, plan: plan.pair } : undefined;
    case "pair":
      return partOf(plan, local);
  }
}

function partOf({ key, value }: PairPlan, local: string): NamedChild | undefined {
  if (local === "Key") return { place: 1, plan: key };
  return local === "Value" ? { place: 2, plan: value } : undefined;
}

/** Returns the name of the child that stands furthest on in a value's sequence, of those that have come. */
export function furthestChild({ plan, place }: Frame): string | undefined {
  if (plan?.kind === "pair") return ["Key", "Value"][place - 1];
  if (plan?.kind !== "entity") return undefined;
  for (const [name, member] of plan.members) if (member.place === place) return name;
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
