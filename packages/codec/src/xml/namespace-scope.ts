/** A name in a namespace; `""` is no namespace. */
export interface ExpandedName {
  readonly namespace: string;
  readonly local: string;
}

type Attributes = Readonly<Record<string, string>>;

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";

/** A name as it was last met. */
interface RememberedName extends ExpandedName {
  readonly prefix: string;
  /** The last scope in which it was seen to mean this. */
  scope: NamespaceScope;
}

/**
 * The prefixes that are bound at some place in a document (Namespaces in XML 1.0). A scope never changes; an element
 * that binds prefixes makes an inner one, which asks the outer one for what it does not know.
 */
export class NamespaceScope {
  readonly #outer: NamespaceScope | undefined;
  readonly #bindings: ReadonlyMap<string, string>;
  // Names repeat all the time in a list; each is taken apart once in a document.
  readonly #names: Map<string, RememberedName>;
  // In a list, elements with the same declarations follow one another.
  #lastInner: NamespaceScope | undefined;

  private constructor(
    outer: NamespaceScope | undefined,
    bindings: Map<string, string>,
    names: Map<string, RememberedName>,
  ) {
    this.#outer = outer;
    this.#bindings = bindings;
    this.#names = names;
  }

  /** The scope around a document's root element: only `xml` is bound, and there is no default namespace. */
  static outermost(): NamespaceScope {
    const bindings = new Map([
      ["", ""],
      ["xml", xmlNamespace],
    ]);
    return new NamespaceScope(undefined, bindings, new Map());
  }

  /** The scope inside an element with these attributes: this one, when they bind nothing new. */
  inside(attributes: Attributes): NamespaceScope {
    let inner: Map<string, string> | undefined;
    for (const name in attributes) {
      const prefix = declaredPrefix(name);
      // Every name that the loop yields has a value.
      const namespace = attributes[name] as string;
      if (prefix === undefined || this.#namespaceOf(prefix) === namespace) continue;
      inner ??= new Map();
      inner.set(prefix, namespace);
    }
    return inner === undefined ? this : this.#within(inner);
  }

  #within(bindings: Map<string, string>): NamespaceScope {
    const last = this.#lastInner;
    const same = last === undefined ? undefined : last.#binds(bindings) ? last : undefined;
    const inner = same ?? new NamespaceScope(this, bindings, this.#names);
    this.#lastInner = inner;
    return inner;
  }

  #binds(bindings: ReadonlyMap<string, string>): boolean {
    if (bindings.size !== this.#bindings.size) return false;
    for (const [prefix, namespace] of bindings) if (this.#bindings.get(prefix) !== namespace) return false;
    return true;
  }

  /** The name of an element; `undefined` when its prefix is not bound. */
  expand(name: string): ExpandedName | undefined {
    const known = this.#names.get(name);
    if (known !== undefined && this.#means(known)) return known;
    const colon = name.indexOf(":");
    const prefix = colon < 0 ? "" : name.slice(0, colon);
    const namespace = this.#namespaceOf(prefix);
    // A prefix cannot be unbound (Namespaces in XML 1.0, 2.2), only the default namespace can.
    if (namespace === undefined || (namespace === "" && colon >= 0)) return undefined;
    const expanded = { prefix, namespace, local: name.slice(colon + 1), scope: this };
    this.#names.set(name, expanded);
    return expanded;
  }

  #means(known: RememberedName): boolean {
    if (known.scope === this) return true;
    if (this.#namespaceOf(known.prefix) !== known.namespace) return false;
    known.scope = this;
    return true;
  }

  /** The value of an attribute that is in a namespace. */
  attribute(attributes: Attributes, namespace: string, local: string): string | undefined {
    for (const name in attributes) {
      const colon = name.indexOf(":");
      if (colon < 0 || name.length - colon - 1 !== local.length || !name.endsWith(local)) continue;
      if (this.#namespaceOf(name.slice(0, colon)) === namespace) return attributes[name];
    }
    return undefined;
  }

  #namespaceOf(prefix: string): string | undefined {
    let scope: NamespaceScope | undefined = this;
    while (scope !== undefined) {
      const namespace = scope.#bindings.get(prefix);
      if (namespace !== undefined) return namespace;
      scope = scope.#outer;
    }
    return undefined;
  }
}

function declaredPrefix(name: string): string | undefined {
  if (!name.startsWith("xmlns")) return undefined;
  if (name.length === 5) return "";
  return name[5] === ":" ? name.slice(6) : undefined;
}
