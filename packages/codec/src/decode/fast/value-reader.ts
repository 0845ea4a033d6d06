import { FastPathUnsupported, type PlainScanner } from "../../xml/fast/scanner.ts";
import type { PlainTag } from "../../xml/fast/start-tag.ts";
import type { NamespaceScope } from "../../xml/namespace-scope.ts";
import type { MemberOrder } from "../decode-options.ts";
import {
  addPair,
  applyDefaults,
  invalid,
  isNil,
  nilValueOf,
  type Pair,
  textValueOf,
} from "../nil-and-default-rules.ts";
import type { ArrayPlan, DictionaryPlan, EntityPlan, PairPlan, Plan, TextPlan } from "../plan.ts";

/** How values are read. */
export interface ValueOptions {
  /** Elements may be nested this deep, the envelope being the first. */
  readonly maxDepth: number;
  /** Whether value types that were left out are filled in. */
  readonly defaults: boolean;
  readonly memberOrder: MemberOrder;
  /** True when a document with a member that WCF would skip is read by the tokenizer that skips it or warns of it. */
  readonly inOrder: boolean;
}

/** What takes items: an array, for one. */
interface ItemList {
  push(item: unknown): unknown;
}

/**
 * Reads the values of a plain document straight from their plans, without the events and frames that a document in pieces
 * needs: that is several times as fast. Throws FastPathUnsupported for what the plans do not foresee, mistakes and unknown elements
 * alike; the document is then to be read anew by those who know what to say of it.
 */
export class PlainValueReader {
  readonly #scanner: PlainScanner;
  readonly #options: ValueOptions;

  constructor(scanner: PlainScanner, options: ValueOptions) {
    this.#scanner = scanner;
    this.#options = options;
  }

  /**
   * Reads the members in an entity's element, up to its end tag, into `value`. The element stands `depth` deep, and
   * `scope` is the one inside of it.
   */
  members(plan: EntityPlan, value: Record<string, unknown>, scope: NamespaceScope, depth: number): void {
    let furthest = 0;
    for (let tag = this.#child(depth); tag !== undefined; tag = this.#child(depth)) {
      const { local } = tag.name;
      const inside = inNamespace(tag, scope, plan.namespace);
      const member = plan.members.get(local);
      if (member === undefined) throw new FastPathUnsupported();
      if (member.place > furthest) furthest = member.place;
      else if (this.#options.inOrder || Object.hasOwn(value, local)) throw new FastPathUnsupported();
      const read = this.#value(member.plan, tag, inside, depth + 1, false);
      if (read !== undefined) value[local] = read;
    }
  }

  /** As `members`, for the items in an array's element, which go to `list` one by one, each when it was read. */
  items(plan: ArrayPlan, list: ItemList, scope: NamespaceScope, depth: number): void {
    for (let tag = this.#child(depth); tag !== undefined; tag = this.#child(depth)) {
      const inside = inNamespace(tag, scope, plan.namespace);
      if (tag.name.local !== plan.itemName) throw new FastPathUnsupported();
      list.push(this.#value(plan.item, tag, inside, depth + 1, true));
    }
  }

  #pairs(plan: DictionaryPlan, entries: Record<string, unknown>, scope: NamespaceScope, depth: number): void {
    for (let tag = this.#child(depth); tag !== undefined; tag = this.#child(depth)) {
      const inside = inNamespace(tag, scope, plan.namespace);
      if (tag.name.local !== plan.pairName) throw new FastPathUnsupported();
      // A pair's plan gives a pair, or null where it is nil.
      const pair = this.#value(plan.pair, tag, inside, depth + 1, false) as Pair | null;
      if (addPair(entries, pair, this.#options.memberOrder) !== undefined) throw new FastPathUnsupported();
    }
  }

  #pair(plan: PairPlan, pair: Record<string, unknown>, scope: NamespaceScope, depth: number): void {
    for (let tag = this.#child(depth); tag !== undefined; tag = this.#child(depth)) {
      const { local } = tag.name;
      const inside = inNamespace(tag, scope, plan.namespace);
      if ((local !== "Key" && local !== "Value") || pair[local] !== undefined) throw new FastPathUnsupported();
      if (this.#options.inOrder && local === "Key" && pair.Value !== undefined) throw new FastPathUnsupported();
      const read = this.#value(local === "Key" ? plan.key : plan.value, tag, inside, depth + 1, false);
      if (read !== undefined) pair[local] = read;
    }
  }

  // Reads the start tag of the next child of an element that stands `depth` deep; `undefined` at its end tag.
  #child(depth: number): PlainTag | undefined {
    const tag = this.#scanner.nextChild();
    if (tag !== undefined && depth >= this.#options.maxDepth) throw new FastPathUnsupported();
    return tag;
  }

  // The value of the element whose start tag was read, up to and with its end tag.
  #value(plan: Plan, tag: PlainTag, scope: NamespaceScope, depth: number, isItem: boolean): unknown {
    const { attributes } = tag;
    if (attributes.prefixed !== undefined && scope.problemOf(attributes) !== undefined) throw new FastPathUnsupported();
    if (isNil(attributes, scope)) {
      if (!tag.isEmpty) this.#scanner.endTag(tag.name.text);
      return valid(nilValueOf(plan, isItem));
    }
    if (plan.kind === "text") return this.#text(plan, tag, isItem);
    const value = plan.kind === "array" ? [] : {};
    if (!tag.isEmpty) {
      this.#fill(plan, value, scope, depth);
      this.#scanner.endTag(tag.name.text);
    }
    if (plan.kind === "entity" && this.#options.defaults) applyDefaults(plan, value as Record<string, unknown>);
    return value;
  }

  #text(plan: TextPlan, { name, isEmpty }: PlainTag, isItem: boolean): unknown {
    const text = isEmpty ? "" : this.#scanner.content();
    if (!isEmpty) this.#scanner.endTag(name.text);
    return valid(textValueOf(plan, text, isItem));
  }

  // `value` was made for the plan: an array for an array, else an object.
  #fill(plan: Exclude<Plan, TextPlan>, value: object, scope: NamespaceScope, depth: number): void {
    switch (plan.kind) {
      case "entity":
        return this.members(plan, value as Record<string, unknown>, scope, depth);
      case "array":
        return this.items(plan, value as unknown[], scope, depth);
      case "dictionary":
        return this.#pairs(plan, value as Record<string, unknown>, scope, depth);
      case "pair":
        return this.#pair(plan, value as Record<string, unknown>, scope, depth);
    }
  }
}

function valid(value: unknown): unknown {
  if (value === invalid) throw new FastPathUnsupported();
  return value;
}

/** The scope inside an element, which must be in a namespace. */
function inNamespace(tag: PlainTag, outer: NamespaceScope, namespace: string): NamespaceScope {
  const scope = outer.inside(tag.attributes);
  if (scope.namespaceOf(tag.name.prefix) !== namespace) throw new FastPathUnsupported();
  return scope;
}
