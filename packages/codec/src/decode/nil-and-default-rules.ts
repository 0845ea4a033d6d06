import { schemaInstanceNamespace } from "../dialect.ts";
import { quoted } from "../errors.ts";
import type { Attributes } from "../xml/attributes.ts";
import { collapse } from "../xml/lexical.ts";
import type { NamespaceScope } from "../xml/namespace-scope.ts";
import type { MemberOrder } from "./decode-options.ts";
import type { EntityPlan, Plan, TextPlan } from "./plan.ts";

/** What `textValueOf` and `nilValueOf` give for what is not of the type. */
export const invalid: unique symbol = Symbol("invalid");

/**
 * The value of an element with this text; `undefined` when it stands for a member that was left out: clients that know
 * no nil send an empty element for such a value type. An array's item cannot be left out.
 */
export function textValueOf(plan: TextPlan, text: string, isItem: boolean): unknown {
  const value = plan.read(text);
  if (value !== undefined && (plan.emptyIsValue || text !== "")) return value;
  return collapse(text) === "" && !isItem ? undefined : invalid;
}

/**
 * The value of an element that says that it is nil; `undefined` when it stands for a member that was left out: some write
 * nil for value types too. An array's item cannot be left out.
 */
export function nilValueOf(plan: Plan, isItem: boolean): null | undefined | typeof invalid {
  if (plan.nilIsValue) return null;
  return isItem ? invalid : undefined;
}

/** Whether an element says that it is nil. `scope` is the one inside the element. */
export function isNil(attributes: Attributes, scope: NamespaceScope): boolean {
  if (attributes.prefixed === undefined) return false;
  const nil = scope.attribute(attributes, schemaInstanceNamespace, "nil");
  return nil !== undefined && isTrue(nil);
}

/** Whether an attribute of `xs:boolean` says true. */
export function isTrue(text: string): boolean {
  return text === "true" || /^[ \t\r\n]*(?:true|1)[ \t\r\n]*$/.test(text);
}

/** Gives the value types that an entity lacks their defaults. */
export function applyDefaults({ defaults }: EntityPlan, value: Record<string, unknown>): void {
  for (const [name, make] of defaults) value[name] ??= make();
}

/** A pair of a dictionary, read. */
export interface Pair {
  readonly Key?: unknown;
  readonly Value?: unknown;
}

/** Puts a pair into a dictionary. Gives what is wrong with it, else `undefined`. For WCF a pair must have a Value. */
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
