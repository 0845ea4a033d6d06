/** The attributes of an element. */
export class Attributes {
  /** Their values by their names, as written, declarations of namespaces among them. */
  readonly values: Readonly<Record<string, string>>;
  /** The namespaces that are declared, by prefix, the default one's being blank; `undefined` when none are. */
  readonly declarations: ReadonlyMap<string, string> | undefined;
  /** Whether there are attributes beside the declarations. */
  readonly saysMore: boolean;

  private constructor(
    values: Readonly<Record<string, string>>,
    declarations: ReadonlyMap<string, string> | undefined,
    saysMore: boolean,
  ) {
    this.values = values;
    this.declarations = declarations;
    this.saysMore = saysMore;
  }

  /** No attributes at all, as most elements have. */
  static readonly none = new Attributes({}, undefined, false);

  /** The attributes with these names and values. */
  static of(values: Readonly<Record<string, string>>): Attributes {
    let declarations: Map<string, string> | undefined;
    let saysMore = false;
    for (const name in values) {
      const prefix = declaredPrefix(name);
      if (prefix === undefined) {
        saysMore = true;
      } else {
        declarations ??= new Map();
        // Every name that the loop yields has a value.
        declarations.set(prefix, values[name] as string);
      }
    }
    return saysMore || declarations !== undefined ? new Attributes(values, declarations, saysMore) : Attributes.none;
  }
}

function declaredPrefix(name: string): string | undefined {
  if (!name.startsWith("xmlns")) return undefined;
  if (name.length === 5) return "";
  return name[5] === ":" && name.length > 6 ? name.slice(6) : undefined;
}
