import type { EntityType, EnumerationType, ScalarName, Schema } from "./schema.ts";

/** The .NET default of each scalar that is a value type. */
export const scalarDefaults: Readonly<Partial<Record<ScalarName, unknown>>> = {
  boolean: false,
  byte: 0,
  unsignedByte: 0,
  short: 0,
  unsignedShort: 0,
  int: 0,
  unsignedInt: 0,
  long: 0n,
  unsignedLong: 0n,
  float: 0,
  double: 0,
  decimal: "0",
  dateTime: "0001-01-01T00:00:00",
  duration: "PT0S",
  guid: "00000000-0000-0000-0000-000000000000",
};

/**
 * Returns the value that an absent member stands for: `null` for a nillable one, .NET's default for a value type (0,
 * `false`, `0001-01-01T00:00:00`, the enumeration's name for 0). Every call returns a new value.
 */
export function defaultOf(schema: Schema): unknown {
  if (schema.nillable) return null;
  const { xml } = schema;
  switch (xml.kind) {
    case "scalar":
      return xml.name in scalarDefaults ? scalarDefaults[xml.name] : null;
    case "enumeration":
      return zeroOf(xml);
    case "flags":
      return [];
    case "entity":
      return defaultMembers(xml);
    case "array":
    case "dictionary":
    case "self":
      return null;
  }
}

function zeroOf({ literals }: EnumerationType): string | null {
  const zero = literals.find(({ value }) => value === 0) ?? literals[0];
  return zero?.name ?? null;
}

function defaultMembers({ members }: EntityType): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, defaultOf(member)]));
}
