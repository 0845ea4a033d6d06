import { quoted } from "../decode-error.ts";
import { type Attributes, xmlNamespace } from "./attributes.ts";
import type { QualifiedName } from "./qualified-name.ts";

/** A name in a namespace; `""` is no namespace. */
export interface ExpandedName {
  readonly namespace: string;
  readonly local: string;
}

/** Namespaces by prefix; the default one's is blank. */
type Bindings = ReadonlyMap<string, string>;

const outermostBindings: Bindings = new Map([
  ["", ""],
  ["xml", xmlNamespace],
]);

/**
 * The prefixes that are bound at one point of a document (Namespaces in XML 1.0). A scope never changes; an element
 * that binds prefixes makes an inner one, which asks the outer one for what it does not know.
 */
export class NamespaceScope {
  readonly #outer: NamespaceScope | undefined;
  readonly #bindings: Bindings;
  // In a list, elements with the same declarations follow one another, and so do names with the same prefix.
  #lastInner: NamespaceScope | undefined;
  #lastPrefix: string | undefined;
  #lastNamespace: string | undefined;
  /** The attribute prefix that was last found to be bound. */
  #attributePrefix: string | undefined;

  private constructor(outer: NamespaceScope | undefined, bindings: Bindings) {
    this.#outer = outer;
    this.#bindings = bindings;
  }

  /** Returns the scope around a document's root element: only `xml` is bound, and there is no default namespace. */
  static outermost(): NamespaceScope {
    return new NamespaceScope(undefined, outermostBindings);
  }

  /** Returns the scope inside an element with these attributes: this one, when they bind nothing new. */
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

  /** Returns the expanded name of an element; `undefined` when its prefix is not bound. */
  expand({ prefix, local }: QualifiedName): ExpandedName | undefined {
    const namespace = this.namespaceOf(prefix);
    return namespace === undefined ? undefined : { namespace, local };
  }

  /** Returns the value of an attribute that is in a namespace. */
  attribute({ values, prefixed }: Attributes, namespace: string, local: string): string | undefined {
    const name = prefixed?.find((one) => one.local === local && this.namespaceOf(one.prefix) === namespace);
    return name && values.get(name.text);
  }

  /**
   * Returns the problem with the names of an element's attributes, this being the scope inside it; `undefined` when all
   * prefixes are bound and no two names stand for the same attribute (Namespaces in XML 1.0, 5 and 6.3).
   */
  problemOf({ forbidden, prefixed }: Attributes): string | undefined {
    if (forbidden !== undefined) return `${quoted(forbidden)} may not be declared so`;
    if (prefixed === undefined) return undefined;
    const [first] = prefixed;
    // Nearly all have one, which is `nil` or `type`.
    if (first === undefined || prefixed.length > 1) return this.#problemOfSeveral(prefixed);
    if (first.prefix === this.#attributePrefix) return undefined;
    if (this.namespaceOf(first.prefix) === undefined) return unbound(first);
    this.#attributePrefix = first.prefix;
    return undefined;
  }

  #problemOfSeveral(names: readonly QualifiedName[]): string | undefined {
    const met = new Map<string, Map<string, QualifiedName>>();
    // A prefix is looked up once, however many names have it, and its namespace may be long.
    const metByPrefix = new Map<string, Map<string, QualifiedName>>();
    for (const name of names) {
      let locals = metByPrefix.get(name.prefix);
      if (locals === undefined) {
        const namespace = this.namespaceOf(name.prefix);
        if (namespace === undefined) return unbound(name);
        locals = met.get(namespace) ?? new Map();
        met.set(namespace, locals);
        metByPrefix.set(name.prefix, locals);
      }
      const twin = locals.get(name.local);
      if (twin !== undefined) return `${quoted(twin.text)} and ${quoted(name.text)} are the same attribute`;
      locals.set(name.local, name);
    }
    return undefined;
  }

  /** Returns the namespace that a prefix is bound to; `undefined` when it is not bound. */
  namespaceOf(prefix: string): string | undefined {
    if (prefix === this.#lastPrefix) return this.#lastNamespace;
    this.#lastNamespace = this.#bindings.get(prefix) ?? this.#outer?.namespaceOf(prefix);
    this.#lastPrefix = prefix;
    return this.#lastNamespace;
  }
}

function unbound({ text }: QualifiedName): string {
  return `the prefix of ${quoted(text)} is not declared`;
}
