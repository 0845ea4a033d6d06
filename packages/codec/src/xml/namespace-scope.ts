import type { Attributes } from "./attributes.ts";
import { type WrittenName, writtenName } from "./written-name.ts";

/** A name in a namespace; `""` is no namespace. */
export interface ExpandedName {
  readonly namespace: string;
  readonly local: string;
}

/** Namespaces by prefix; the default one's is blank. */
type Bindings = ReadonlyMap<string, string>;

const outermostBindings: Bindings = new Map([
  ["", ""],
  ["xml", "http://www.w3.org/XML/1998/namespace"],
]);

/**
 * The prefixes that are bound at some place in a document (Namespaces in XML 1.0). A scope never changes; an element
 * that binds prefixes makes an inner one, which asks the outer one for what it does not know.
 */
export class NamespaceScope {
  readonly #outer: NamespaceScope | undefined;
  readonly #bindings: Bindings;
  // In a list, elements with the same declarations follow one another, and so do names with the same prefix.
  #lastInner: NamespaceScope | undefined;
  #lastPrefix: string | undefined;
  #lastNamespace: string | undefined;

  private constructor(outer: NamespaceScope | undefined, bindings: Bindings) {
    this.#outer = outer;
    this.#bindings = bindings;
  }

  /** The scope around a document's root element: only `xml` is bound, and there is no default namespace. */
  static outermost(): NamespaceScope {
    return new NamespaceScope(undefined, outermostBindings);
  }

  /** The scope inside an element with these attributes: this one, when they bind nothing new. */
  inside({ declarations }: Attributes): NamespaceScope {
    if (declarations === undefined) return this;
    for (const [prefix, namespace] of declarations) {
      if (this.namespaceOf(prefix) !== namespace) return this.#within(declarations);
    }
    return this;
  }

  #within(bindings: Bindings): NamespaceScope {
    if (this.#lastInner === undefined || !this.#lastInner.#binds(bindings)) {
      this.#lastInner = new NamespaceScope(this, bindings);
    }
    return this.#lastInner;
  }

  #binds(bindings: Bindings): boolean {
    if (bindings === this.#bindings) return true;
    if (bindings.size !== this.#bindings.size) return false;
    for (const [prefix, namespace] of bindings) if (this.#bindings.get(prefix) !== namespace) return false;
    return true;
  }

  /** What the name of an element stands for; `undefined` when its prefix is not bound. */
  expand({ prefix, local }: WrittenName): ExpandedName | undefined {
    const namespace = this.namespaceOf(prefix);
    // A prefix cannot be unbound (Namespaces in XML 1.0, 2.2), only the default namespace can.
    return namespace === undefined || (namespace === "" && prefix !== "") ? undefined : { namespace, local };
  }

  /** The value of an attribute that is in a namespace. */
  attribute({ values }: Attributes, namespace: string, local: string): string | undefined {
    for (const text in values) {
      if (!text.endsWith(local)) continue;
      const name = writtenName(text);
      if (name.local === local && name.prefix !== "" && this.namespaceOf(name.prefix) === namespace)
        return values[text];
    }
    return undefined;
  }

  /** What a prefix is bound to; `undefined` when it is not. */
  namespaceOf(prefix: string): string | undefined {
    if (prefix === this.#lastPrefix) return this.#lastNamespace;
    this.#lastNamespace = this.#bindings.get(prefix) ?? this.#outer?.namespaceOf(prefix);
    this.#lastPrefix = prefix;
    return this.#lastNamespace;
  }
}
