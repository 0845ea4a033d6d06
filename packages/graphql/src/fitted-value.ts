import type { EnumerationType, Schema } from "@superoffice-soap/schema";

/** Makes a value of another version fit. */
export type Fit = (value: unknown) => unknown;

type Row = Readonly<Record<string, unknown>>;

const compiled = new WeakMap<Schema, Fit>();

/**
 * Makes values that were read by another version's schema writable by this one: flags lose the names that it lacks.
 * Members that it lacks need no care, since only known ones are written. Compiled once for each schema.
 */
export function fitTo(schema: Schema): Fit {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const fit = compile(schema, new Map());
  compiled.set(schema, fit);
  return fit;
}

const asItIs: Fit = (value) => value;

function compile({ xml }: Schema, enclosing: ReadonlyMap<string, { fit: Fit }>): Fit {
  switch (xml.kind) {
    case "scalar":
    case "enumeration":
      return asItIs;
    case "flags":
      return fitFlags(xml);
    case "entity": {
      const own = { fit: asItIs };
      const known = new Map([...enclosing, [xml.name, own]]);
      own.fit = fitMembers(Object.entries(xml.members).map(([name, member]) => [name, compile(member, known)]));
      return own.fit;
    }
    case "array": {
      const fit = compile(xml.item, enclosing);
      return unlessAsItIs(fit, (value) => (Array.isArray(value) ? value.map(fit) : value));
    }
    case "dictionary": {
      const fit = compile(xml.value, enclosing);
      return unlessAsItIs(fit, (value) => (isRow(value) ? mapped(value, fit) : value));
    }
    case "self": {
      const { name } = xml;
      return (value) => enclosing.get(name)?.fit(value) ?? value;
    }
  }
}

function fitFlags({ literals }: EnumerationType): Fit {
  const known = new Set<unknown>(literals.map(({ name }) => name));
  return (value) => (Array.isArray(value) ? value.filter((flag) => known.has(flag)) : value);
}

function fitMembers(members: readonly (readonly [string, Fit])[]): Fit {
  const touched = members.filter(([, fit]) => fit !== asItIs);
  if (touched.length === 0) return asItIs;
  return (value) => {
    if (!isRow(value)) return value;
    const present = touched.filter(([name]) => value[name] != null);
    return { ...value, ...Object.fromEntries(present.map(([name, fit]) => [name, fit(value[name])])) };
  };
}

function unlessAsItIs(inner: Fit, fit: Fit): Fit {
  return inner === asItIs ? asItIs : fit;
}

function mapped(dictionary: Row, fit: Fit): Row {
  return Object.fromEntries(Object.entries(dictionary).map(([key, value]) => [key, fit(value)]));
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null;
}
