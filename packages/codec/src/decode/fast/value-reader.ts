import { FastPathUnsupported, type Scanner } from "../../xml/fast/scanner.ts";
import type { StartTag } from "../../xml/fast/start-tag.ts";
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

/** The options of reading values. */
export interface ValueOptions {
  /** The depth of the deepest element that is read, the envelope's being 1. */
  readonly maxDepth: number;
  /** True to fill in value types that were left out. */
  readonly defaults: boolean;
  readonly memberOrder: MemberOrder;
  /** True to give up at a member that WCF would skip, so that the slow path skips it or warns of it. */
  readonly inOrder: boolean;
}

/** A receiver of items, such as an array. */
interface ItemList {
  push(item: unknown): unknown;
}

/**
 * Reads the values of a plain document directly by their plans, without the tokens and frames that a document in pieces
 * needs (several times as fast: `npm run bench -- decode`). Throws FastPathUnsupported for anything that the plans do not
 * foresee, mistakes and unknown elements alike; MessageDecoder then reads the document again by its frames.
 */
export class ValueReader {
  readonly #scanner: Scanner;
  readonly #options: ValueOptions;

  constructor(scanner: Scanner, options: ValueOptions) {
    this.#scanner = scanner;
    this.#options = options;
  }

  /**
   * Reads the members in an entity's element, up to its end tag, into `value`. `depth` is the element's, and `scope` the
   * one inside it.
   */
  members(plan: EntityPlan, value: Record<string, unknown>, scope: NamespaceScope, depth: number): void {
    let furthest = 0;
    for (let tag = this.#child(depth); tag !== undefined; tag = this.#child(depth)) {
      const { local } = tag.name;
      const inside = inNamespace(tag, scope, plan.namespace);
      const member = plan.members.get(local);
      if (member === undefined) throw new FastPathUnsupported();
      if (member.position > furthest) furthest = member.position;
      else if (this.#options.inOrder || Object.hasOwn(value, local)) throw new FastPathUnsupported();
      const read = this.#value(member.plan, tag, inside, depth + 1, false);
      if (read !== undefined) value[local] = read;
    }
  }

  /** Reads the items in an array's element, up to its end tag, and pushes each to `list` when it was read. */
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

  // Reads the start tag of the next child of the element at `depth`; `undefined` at its end tag.
  #child(depth: number): StartTag | undefined {
    const tag = this.#scanner.nextChild();
    if (tag !== undefined && depth >= this.#options.maxDepth) throw new FastPathUnsupported();
    return tag;
  }

  // Reads the value of the element whose start tag was read, up to and including its end tag.
  #value(plan: Plan, tag: StartTag, scope: NamespaceScope, depth: number, isItem: boolean): unknown {
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

  #text(plan: TextPlan, { name, isEmpty }: StartTag, isItem: boolean): unknown {
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

/** Returns the scope inside an element. Throws FastPathUnsupported when the element is not in `namespace`. */
function inNamespace(tag: StartTag, outer: NamespaceScope, namespace: string): NamespaceScope {
  const scope = outer.inside(tag.attributes);
  if (scope.namespaceOf(tag.name.prefix) !== namespace) throw new FastPathUnsupported();
  return scope;
}
