import { quoted } from "../decode-error.ts";
import { schemaInstanceNamespace } from "../dialect.ts";
import type { Attributes } from "../xml/attributes.ts";
import { collapse } from "../xml/lexical.ts";
import type { NamespaceScope } from "../xml/namespace-scope.ts";
import type { MemberOrder } from "./decode-options.ts";
import type { EntityPlan, Plan, TextPlan } from "./plan.ts";

/** The result of `textValueOf` and `nilValueOf` for an element that is not of its type. */
export const invalid: unique symbol = Symbol("invalid");

/**
 * Returns the value of an element with this text; `undefined` when it counts as a member that was left out: clients without
 * nil send an empty element for such a value type. An array's item cannot be left out.
 */
export function textValueOf(plan: TextPlan, text: string, isItem: boolean): unknown {
  const value = plan.read(text);
  if (value !== undefined && (plan.emptyIsValue || text !== "")) return value;
  return collapse(text) === "" && !isItem ? undefined : invalid;
}

/**
 * Returns the value of a nil element; `undefined` when it counts as a member that was left out: some clients write nil for
 * value types too. An array's item cannot be left out.
 */
export function nilValueOf(plan: Plan, isItem: boolean): null | undefined | typeof invalid {
  if (plan.nilIsValue) return null;
  return isItem ? invalid : undefined;
}

/** Tells whether an element has `xsi:nil`. `scope` is the one inside the element. */
export function isNil(attributes: Attributes, scope: NamespaceScope): boolean {
  if (attributes.prefixed === undefined) return false;
  const nil = scope.attribute(attributes, schemaInstanceNamespace, "nil");
  return nil !== undefined && isTrue(nil);
}

/** Tells whether an attribute of type `xs:boolean` is true. */
export function isTrue(text: string): boolean {
  return text === "true" || /^[ \t\r\n]*(?:true|1)[ \t\r\n]*$/.test(text);
}

/** Fills in the value types that an entity lacks with their defaults. */
export function applyDefaults({ defaults }: EntityPlan, value: Record<string, unknown>): void {
  for (const [name, make] of defaults) value[name] ??= make();
}

/** A dictionary's pair, as read. */
export interface Pair {
  readonly Key?: unknown;
  readonly Value?: unknown;
}

/** Adds a pair to a dictionary. Returns the problem of an invalid pair, else `undefined`. In WCF's order it needs a Value. */
export function addPair(entries: Record<string, unknown>, pair: Pair | null, order: MemberOrder): string | undefined {
  const { Key: key, Value: given } = pair ?? {};
  if (typeof key !== "string") return "a pair of the dictionary has no Key";
  if (given === undefined && order === "wcf") return `the dictionary's pair with the Key ${quoted(key)} has no Value`;
  const value = given ?? null;
  if (Object.hasOwn(entries, key)) return `the dictionary has two pairs with the Key ${quoted(key)}`;
  // Unlike an assignment, this makes a property of `__proto__` too.
  Object.defineProperty(entries, key, { value, writable: true, enumerable: true, configurable: true });
  return undefined;
}
