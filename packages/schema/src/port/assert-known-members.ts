import type { Members } from "../kit/entity.ts";
import { nearestName } from "../kit/nearest-name.ts";
import type { EntityType, Schema, XmlType } from "../kit/schema.ts";
import { SchemaError, shortened } from "./errors.ts";

/** Finds a member that is in a value and not in its schema. */
type Finder = (value: unknown) => SchemaError | undefined;

/** The finders of the enclosing entities, for types that contain themselves. */
type Enclosing = ReadonlyMap<string, { find?: Finder }>;

const finders = new WeakMap<Schema | Members, Finder>();

/**
 * Throws SchemaError when a value has a member, at any depth, that its schema does not know; the error suggests the
 * nearest name. A member that is `undefined` is absent. Values of a wrong kind are the codec's to refuse.
 */
export function assertKnownMembers(schema: Schema, value: unknown): void {
  const find = finders.get(schema) ?? kept(schema, compile(schema.xml, new Map()) ?? nothing);
  assertNone(find(value));
}

/** Does the same for a value whose members are `members`, such as a request's header blocks, which errors call `name`. */
export function assertMembersOf(name: string, members: Members, value: unknown): void {
  const find = finders.get(members) ?? kept(members, membersFinder(name, members, new Map()));
  assertNone(find(value));
}

function kept(key: Schema | Members, find: Finder): Finder {
  finders.set(key, find);
  return find;
}

function assertNone(unknown: SchemaError | undefined): void {
  if (unknown !== undefined) throw unknown;
}

function nothing(): undefined {
  return undefined;
}

/** Returns `undefined` for a type without members in it. */
function compile(xml: XmlType, enclosing: Enclosing): Finder | undefined {
  switch (xml.kind) {
    case "entity":
      return compileEntity(xml, enclosing);
    case "array":
      return itemsFinder(compile(xml.item.xml, enclosing));
    case "dictionary":
      return entriesFinder(compile(xml.value.xml, enclosing));
    case "self":
      return (value) => enclosing.get(xml.name)?.find?.(value);
    default:
      return undefined;
  }
}

function compileEntity({ name, members }: EntityType, enclosing: Enclosing): Finder {
  const own: { find?: Finder } = {};
  own.find = membersFinder(name, members, new Map([...enclosing, [name, own]]));
  return own.find;
}

function membersFinder(type: string, members: Members, enclosing: Enclosing): Finder {
  const inside = new Map(Object.entries(members).map(([name, { xml }]) => [name, compile(xml, enclosing)]));
  // Known names, in the order of the values before: most values of a type are alike, and a comparison is cheaper than a
  // look-up, which would be felt in small requests.
  const likely: string[] = [];
  const likelyInside: (Finder | undefined)[] = [];
  return (value) => {
    if (!isRecord(value)) return undefined;
    let index = 0;
    for (const name in value) {
      if (name !== likely[index]) {
        if (!inside.has(name)) {
          if (!Object.hasOwn(value, name) || value[name] === undefined) continue;
          return unknownMember(type, name, inside.keys());
        }
        likely[index] = name;
        likelyInside[index] = inside.get(name);
      }
      const found = likelyInside[index++]?.(value[name]);
      if (found !== undefined) return found.prependPath(name);
    }
    return undefined;
  };
}

function itemsFinder(find: Finder | undefined): Finder | undefined {
  if (find === undefined) return undefined;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    for (let index = 0; index < value.length; index++) {
      const found = find(value[index]);
      if (found !== undefined) return found.prependPath(index);
    }
    return undefined;
  };
}

function entriesFinder(find: Finder | undefined): Finder | undefined {
  if (find === undefined) return undefined;
  return (value) => {
    if (!isRecord(value)) return undefined;
    for (const [key, entry] of Object.entries(value)) {
      const found = find(entry);
      if (found !== undefined) return found.prependPath(key);
    }
    return undefined;
  };
}

function unknownMember(type: string, name: string, known: Iterable<string>): SchemaError {
  const found = JSON.stringify(shortened(name));
  return new SchemaError(`a member of ${type}`, found, shortened(name), nearestName(name, known));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
