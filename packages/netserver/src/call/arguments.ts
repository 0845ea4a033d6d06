import {
  type ArrayType,
  assertKnownMembers,
  type DictionaryType,
  defaultOf,
  type Entity,
  type EntityType,
  type EnumerationType,
  integerRanges,
  isXmlText,
  type ScalarName,
  type Schema,
  type XmlType,
} from "@superoffice-soap/schema";
import { invalidArgument, unfitArgument } from "./so-exception.ts";

/**
 * The arguments of an operation, checked. One that was absent or nil is a blank text, 0, false, an enumeration's first
 * name, an empty list, or null for an entity or a dictionary. Lists have no nil items. The members of entities are as the
 * caller gave them: there absent may mean something else than blank.
 */
export type Arguments<In> = { readonly [K in keyof In]-?: Argument<NonNullable<In[K]>> };

type Argument<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? NonNullable<Item>[]
    : T | null;

type Values = Readonly<Record<string, unknown>>;

/**
 * Returns the arguments that a caller gave for an operation with such an input, as `Arguments`. Throws SchemaError for a
 * name that no version of the contract knows: answers have the members of all versions, and may be sent back in any.
 * Throws SoInvalidArgumentException for a value that is not of its type, at any depth, and for text that XML cannot carry:
 * no SOAP client could read it back, and PostgreSQL cannot store some of it. Dates and flags, which the server
 * sets itself, are not looked at.
 */
export function argumentsOf(schema: Entity, input: unknown): Values {
  assertKnownMembers(schema, input);
  const given: Values = isRecord(input) ? input : {};
  const values: Record<string, unknown> = {};
  for (const { name, check, read } of parametersOf(schema)) {
    const value = given[name];
    if (value !== undefined && value !== null) check?.(value, name);
    values[name] = read(value ?? undefined);
  }
  return values;
}

/** Returns an argument that the operation cannot do without. Throws SoInvalidArgumentException for nil. */
export function required<T extends object>(entity: T | null, name: string): T {
  if (entity === null) throw invalidArgument(name, "an entity", null);
  return entity;
}

/** Returns the items of a list in an entity, without nil ones; none when the list is absent or nil. */
export function presentIn<T extends object>(items: readonly (T | null)[] | null | undefined): T[] {
  return items?.filter((item) => item !== null && item !== undefined) ?? [];
}

/** Throws SoInvalidArgumentException for a value, other than nil, that is not of its type. The index is an item's. */
type Check = (value: unknown, name: string, index?: number) => void;

/** The checks of the entities around, so that a type that contains itself is checked to its end. */
type Enclosing = ReadonlyMap<string, { check?: Check }>;

interface Parameter {
  readonly name: string;
  readonly check: Check | undefined;
  /** Returns the argument for a checked value; `undefined` when it was absent or nil. */
  readonly read: (value: unknown) => unknown;
}

const parametersByInput = new WeakMap<Entity, readonly Parameter[]>();

function parametersOf(schema: Entity): readonly Parameter[] {
  const known = parametersByInput.get(schema);
  if (known !== undefined) return known;
  const parameters = Object.entries(schema.xml.members).map(([name, member]) => ({
    name,
    check: checkOf(member.xml, new Map()),
    read: readerOf(member),
  }));
  parametersByInput.set(schema, parameters);
  return parameters;
}

function readerOf(member: Schema): Parameter["read"] {
  const { xml } = member;
  if (xml.kind === "array") return isText(xml.item.xml) ? textsIn : itemsIn;
  const blank = blankOf(member);
  return (value) => value ?? blank;
}

function blankOf(member: Schema): unknown {
  if (isText(member.xml)) return "";
  return member.xml.kind === "entity" ? null : defaultOf(member);
}

function isText(xml: XmlType): boolean {
  return xml.kind === "scalar" && xml.name === "string";
}

// The check has refused everything but an array and nil.
function textsIn(value: unknown): unknown[] {
  return Array.isArray(value) ? Array.from(value, (text) => text ?? "") : [];
}

function itemsIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : [];
}

/** Gives no check for a type of which nothing is looked at. */
function checkOf(xml: XmlType, enclosing: Enclosing): Check | undefined {
  switch (xml.kind) {
    case "scalar":
      return scalarCheck(xml.name);
    case "enumeration":
      return nameCheck(xml);
    case "flags":
      return undefined;
    case "entity":
      return entityCheck(xml, enclosing);
    case "array":
      return itemsCheck(xml, enclosing);
    case "dictionary":
      return entriesCheck(xml, enclosing);
    case "self":
      return (value, name, index) => enclosing.get(xml.name)?.check?.(value, name, index);
  }
}

type Range = readonly [minimum: number, maximum: number];

const ranges: Readonly<Partial<Record<ScalarName, Range>>> = integerRanges;

function scalarCheck(type: ScalarName): Check | undefined {
  if (type === "string" || type === "duration") return checkText;
  if (type === "boolean") return checkBoolean;
  const range = ranges[type];
  return range && integerCheck(type, range);
}

function checkText(value: unknown, name: string, index?: number): void {
  if (typeof value !== "string") throw invalidArgument(indexed(name, index), "a string", value);
  if (isXmlText(value)) return;
  const where = indexed(name, index);
  throw unfitArgument(where, `${where} has a character that XML cannot carry.`);
}

function checkBoolean(value: unknown, name: string, index?: number): void {
  if (typeof value !== "boolean") throw invalidArgument(indexed(name, index), "an xs:boolean", value);
}

function integerCheck(type: ScalarName, [minimum, maximum]: Range): Check {
  return (value, name, index) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) return;
    throw invalidArgument(indexed(name, index), `an xs:${type}`, value);
  };
}

function nameCheck({ literals }: EnumerationType): Check {
  const names = new Set<unknown>(literals.map(({ name }) => name));
  return (value, name, index) => {
    if (names.has(value)) return;
    const where = indexed(name, index);
    throw unfitArgument(where, `${where} must be one of ${[...names].join(", ")}.`);
  };
}

function entityCheck({ name: type, members }: EntityType, enclosing: Enclosing): Check {
  const own: { check?: Check } = {};
  const inside = new Map([...enclosing, [type, own]]);
  const checks = Object.entries(members).flatMap(([name, { xml }]) => {
    const check = checkOf(xml, inside);
    return check === undefined ? [] : [{ name, check }];
  });
  own.check = (value, name, index) => {
    if (!isRecord(value)) throw invalidArgument(indexed(name, index), "an entity", value);
    for (const member of checks) {
      const given = value[member.name];
      if (given !== undefined && given !== null) member.check(given, member.name);
    }
  };
  return own.check;
}

function itemsCheck({ item: { xml, nillable } }: ArrayType, enclosing: Enclosing): Check {
  const check = checkOf(xml, enclosing);
  const expected = xml.kind === "scalar" ? `an array of xs:${xml.name}` : "an array";
  return (value, name) => {
    if (!Array.isArray(value)) throw invalidArgument(name, expected, value);
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      // A hole is an item like others, `undefined`.
      if (!nillable || (item !== undefined && item !== null)) check?.(item, name, index);
    }
  };
}

function entriesCheck({ value: { xml } }: DictionaryType, enclosing: Enclosing): Check {
  const check = checkOf(xml, enclosing);
  return (value, name, index) => {
    if (!isRecord(value)) throw invalidArgument(indexed(name, index), "an entity", value);
    for (const [key, entry] of Object.entries(value)) {
      checkText(key, `${name}.Key`);
      if (entry !== undefined && entry !== null) check?.(entry, `${name}.${key}`);
    }
  };
}

/** Puts names together only where one is told, since most values are right. */
function indexed(name: string, index: number | undefined): string {
  return index === undefined ? name : `${name}[${index}]`;
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
