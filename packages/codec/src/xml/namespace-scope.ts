/** A name in a namespace; `""` is no namespace. */
export interface ExpandedName {
  readonly namespace: string;
  readonly local: string;
}

type Attributes = Readonly<Record<string, string>>;

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";

/**
 * The prefixes that are bound at some place in a document (Namespaces in XML 1.0). A scope never changes; an element
 * that binds prefixes makes an inner one.
 */
export class NamespaceScope {
  readonly #bindings: ReadonlyMap<string, string>;
  // Names repeat all the time in a list; each is taken apart once a scope.
  readonly #expanded = new Map<string, ExpandedName>();

  private constructor(bindings: ReadonlyMap<string, string>) {
    this.#bindings = bindings;
  }

  /** Outside of the root element: only `xml` is bound, and there is no default namespace. */
  static readonly outermost = new NamespaceScope(
    new Map([
      ["", ""],
      ["xml", xmlNamespace],
    ]),
  );

  /** A scope with nothing remembered, for a new document. */
  static fresh(): NamespaceScope {
    return new NamespaceScope(NamespaceScope.outermost.#bindings);
  }

  /** The scope inside an element with these attributes: this one, when they bind nothing new. */
  inside(attributes: Attributes): NamespaceScope {
    let inner: Map<string, string> | undefined;
    for (const name in attributes) {
      const prefix = declaredPrefix(name);
      // Every name that the loop yields has a value.
      const namespace = attributes[name] as string;
      if (prefix === undefined || this.#bindings.get(prefix) === namespace) continue;
      inner ??= new Map(this.#bindings);
      inner.set(prefix, namespace);
    }
    return inner === undefined ? this : new NamespaceScope(inner);
  }

  /** The name of an element; `undefined` when its prefix is not bound. */
  expand(name: string): ExpandedName | undefined {
    const known = this.#expanded.get(name);
    if (known !== undefined) return known;
    const colon = name.indexOf(":");
    const namespace = this.#bindings.get(colon < 0 ? "" : name.slice(0, colon));
    // A prefix cannot be unbound (Namespaces in XML 1.0, 2.2), only the default namespace can.
    if (namespace === undefined || (namespace === "" && colon >= 0)) return undefined;
    const expanded = { namespace, local: name.slice(colon + 1) };
    this.#expanded.set(name, expanded);
    return expanded;
  }

  /** The value of an attribute that is in a namespace. */
  attribute(attributes: Attributes, namespace: string, local: string): string | undefined {
    for (const name in attributes) {
      const colon = name.indexOf(":");
      if (colon < 0 || name.length - colon - 1 !== local.length || !name.endsWith(local)) continue;
      if (this.#bindings.get(name.slice(0, colon)) === namespace) return attributes[name];
    }
    return undefined;
  }
}

function declaredPrefix(name: string): string | undefined {
  if (!name.startsWith("xmlns")) return undefined;
  if (name.length === 5) return "";
  return name[5] === ":" ? name.slice(6) : undefined;
}
