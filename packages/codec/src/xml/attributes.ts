import { QualifiedName } from "./qualified-name.ts";

/** The number of attributes, namespace declarations included, that a tag may have. */
export const maxAttributes = 1000;

/** The attributes of an element. */
export class Attributes {
  /** Their values by their names, as written, declarations of namespaces among them. */
  readonly values: ReadonlyMap<string, string>;
  /** The namespaces that are declared, by prefix, the default one's being blank; `undefined` when none are. */
  readonly declarations: ReadonlyMap<string, string> | undefined;
  /** The name of a declaration that no document may make; `undefined` when there is none. */
  readonly forbidden: string | undefined;
  /** The names that have a prefix, but those of declarations; `undefined` when there are none. */
  readonly prefixed: readonly QualifiedName[] | undefined;

  private constructor(
    values: ReadonlyMap<string, string>,
    { declarations, forbidden, prefixed }: Partial<Pick<Attributes, "declarations" | "forbidden" | "prefixed">>,
  ) {
    this.values = values;
    this.declarations = declarations;
    this.forbidden = forbidden;
    this.prefixed = prefixed;
  }

  /** The attributes of an element without any, as most are. */
  static readonly none = new Attributes(new Map(), {});

  /** Returns the attributes with these names and values; `part` is applied to each part of a name. */
  static of(values: ReadonlyMap<string, string>, part?: (text: string) => string): Attributes {
    let declarations: Map<string, string> | undefined;
    let forbidden: string | undefined;
    let prefixed: QualifiedName[] | undefined;
    for (const [name, value] of values) {
      const prefix = name.startsWith("xmlns") ? declaredPrefix(name) : undefined;
      if (prefix !== undefined) {
        declarations ??= new Map();
        declarations.set(prefix, value);
        if (!mayBind(prefix, value)) forbidden ??= name;
      } else if (name.includes(":")) {
        prefixed ??= [];
        prefixed.push(new QualifiedName(name, part));
      }
    }
    if (prefixed === undefined && declarations === undefined) return Attributes.none;
    return new Attributes(values, { declarations, forbidden, prefixed });
  }
}

// Of a name that begins with `xmlns`.
function declaredPrefix(name: string): string | undefined {
  if (name.length === 5) return "";
  return name[5] === ":" && name.length > 6 ? name.slice(6) : undefined;
}

/** The namespace that the prefix `xml` stands for everywhere. */
export const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
const declarationsNamespace = "http://www.w3.org/2000/xmlns/";

// Namespaces in XML 1.0, 3: a prefix has no colon. 2.2: only the default namespace can be none. 3: two are reserved.
function mayBind(prefix: string, namespace: string): boolean {
  if (prefix === "xml" || namespace === xmlNamespace) return prefix === "xml" && namespace === xmlNamespace;
  if (prefix === "xmlns" || namespace === declarationsNamespace || prefix.includes(":")) return false;
  return prefix === "" || namespace !== "";
}
