import type { EnumerationType, Schema } from "@superoffice-soap/schema";

/** Makes a value that was read fit for writing. */
export type Fit = (value: unknown) => unknown;

type Members = Readonly<Record<string, Schema>>;

type Row = Readonly<Record<string, unknown>>;

const compiled = new WeakMap<Schema, WeakMap<Schema, Fit>>();

/**
 * Returns a function that makes values that were read by one schema writable by another version's, or by the same one.
 * Flags that the other version lacks get the name that it has for the same right, or are left out, as are those that no
 * version knows: they are read, but not written. Members that it lacks need no care: only known ones are written.
 * Members that it alone has get their default when they are written, unless that would contradict the rest. Compiled
 * once for each pair.
 */
export function fitting(from: Schema, to: Schema): Fit {
  const known = compiled.get(from) ?? new WeakMap<Schema, Fit>();
  compiled.set(from, known);
  const fit = known.get(to) ?? compile(from, to, new Map());
  known.set(to, fit);
  return fit;
}

const asItIs: Fit = (value) => value;

/** The fit of a member that the other version lacks: `undefined` stands for an absent member. */
const leftOut: Fit = () => undefined;

type Enclosing = ReadonlyMap<string, { fit: Fit }>;

// A type is of the same kind in every version.
function compile({ xml: from }: Schema, { xml: to }: Schema, enclosing: Enclosing): Fit {
  if (from.kind === "flags" && to.kind === "flags") return fitFlags(from, to);
  if (from.kind === "entity" && to.kind === "entity") {
    const own = { fit: asItIs };
    const fitted = fitMembers(from.members, to.members, new Map([...enclosing, [to.name, own]]));
    own.fit = withDerived(fitted, derivedMembersOf(to.name, from.members, to.members));
    return own.fit;
  }
  if (from.kind === "array" && to.kind === "array") {
    const fit = compile(from.item, to.item, enclosing);
    return unlessAsItIs(fit, (value) => (Array.isArray(value) ? value.map(fit) : value));
  }
  if (from.kind === "dictionary" && to.kind === "dictionary") {
    const fit = compile(from.value, to.value, enclosing);
    return unlessAsItIs(fit, (value) => (isRow(value) ? mapped(value, fit) : value));
  }
  return to.kind === "self" ? (value) => (enclosing.get(to.name)?.fit ?? asItIs)(value) : asItIs;
}

function fitFlags(from: EnumerationType, to: EnumerationType): Fit {
  const names = new Map<unknown, string | undefined>(
    from.literals.map(({ name, value }) => {
      const same =
        to.literals.find((known) => known.name === name) ?? to.literals.find((known) => known.value === value);
      return [name, same?.name];
    }),
  );
  return (value) => {
    if (!Array.isArray(value) || value.every((flag) => names.get(flag) === flag)) return value;
    return [...new Set(value.map((flag) => names.get(flag)).filter((name) => name !== undefined))];
  };
}

function fitMembers(from: Members, to: Members, enclosing: Enclosing): Fit {
  const touched = Object.entries(from).flatMap(([name, member]) => {
    const known = to[name];
    const fit = known === undefined ? leftOut : compile(member, known, enclosing);
    return fit === asItIs ? [] : [{ name, fit }];
  });
  if (touched.length === 0) return asItIs;
  return (value) => {
    if (!isRow(value)) return value;
    // Copied only when it changes, which is rare.
    let fitted: Record<string, unknown> | undefined;
    for (const { name, fit } of touched) {
      const member = value[name];
      if (member === undefined || (member === null && fit !== leftOut)) continue;
      const other = fit(member);
      if (other === member) continue;
      fitted ??= { ...value };
      fitted[name] = other;
    }
    return fitted ?? value;
  };
}

/**
 * Derives the value of a member that the value's own version lacks; `undefined` where the member's default says the
 * same.
 */
type Derive = (value: Row) => unknown;

/**
 * Members of later versions, by type and name, whose default would contradict what a value of an earlier version says.
 * A boolean that is left out is false.
 */
const derivedMembers: Readonly<Record<string, Readonly<Record<string, Derive>>>> = {
  PluginResponse: { Status: ({ IsOk }) => (IsOk === true ? undefined : "Error") },
};

function derivedMembersOf(type: string, from: Members, to: Members): readonly (readonly [string, Derive])[] {
  const derived = Object.entries(derivedMembers[type] ?? {});
  return derived.filter(([name]) => name in to && !(name in from));
}

function withDerived(fit: Fit, derived: readonly (readonly [string, Derive])[]): Fit {
  if (derived.length === 0) return fit;
  return (value) => {
    const fitted = fit(value);
    if (!isRow(fitted)) return fitted;
    const known = derived.map(([name, derive]) => [name, derive(fitted)]).filter(([, found]) => found !== undefined);
    return { ...fitted, ...Object.fromEntries(known) };
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
