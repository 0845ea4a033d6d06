import {
  type EntityType,
  latestServices,
  type Schema,
  type ServicesVersion,
  schemaAt,
  type XmlType,
} from "@superoffice-soap/schema";
import fc from "fast-check";
import { scalarArbitrary } from "./arbitrary-scalar.ts";
import { dictionaryKey } from "./arbitrary-text.ts";

/** The options for generated values. */
export interface ArbitraryOptions {
  /** The version whose members and names the values have. @default "Services88" */
  readonly version?: ServicesVersion;
}

/**
 * Makes values that a schema allows, for property tests with fast-check: members absent, nil and empty; the ends of
 * every integer's range; text with XML's own characters, white space at its ends, characters beyond the basic plane;
 * every offset form of a moment and more digits than a number holds; dictionaries whose keys are names that an object
 * has already. A type that contains itself does so at most three times over. Values shrink to plain ones.
 */
export function arbitrary<T>(schema: Schema<T>, options: ArbitraryOptions = {}): fc.Arbitrary<T> {
  const projected = schemaAt(schema, options.version ?? latestServices);
  // It is built from the schema, member by member, so its values have the schema's static type.
  return arbitraryOf(projected, []) as fc.Arbitrary<T>;
}

const mostItems = 3;
const mostNesting = 3;

function arbitraryOf(schema: Schema, enclosing: readonly EntityType[]): fc.Arbitrary<unknown> {
  const values = arbitraryOfType(schema.xml, schema, enclosing);
  if (values === undefined) return fc.constant(null);
  return schema.nillable ? fc.option(values, { freq: 4 }) : values;
}

/** Makes values of a type; `undefined` where the type contains itself once too often. */
function arbitraryOfType(
  xml: XmlType,
  schema: Schema,
  enclosing: readonly EntityType[],
): fc.Arbitrary<unknown> | undefined {
  switch (xml.kind) {
    case "scalar":
      return scalarArbitrary(xml.name, schema);
    case "enumeration":
      return fc.constantFrom(...xml.literals.map(({ name }) => name));
    case "flags":
      return fc.shuffledSubarray(xml.literals.map(({ name }) => name));
    case "entity":
      return membersArbitrary(xml, enclosing);
    case "array":
      return fc.array(arbitraryOf(xml.item, enclosing), { maxLength: mostItems });
    case "dictionary":
      return fc.dictionary(dictionaryKey(), arbitraryOf(xml.value, enclosing), {
        maxKeys: mostItems,
        noNullPrototype: true,
      });
    case "self":
      return nestedArbitrary(xml.name, enclosing);
  }
}

function membersArbitrary(xml: EntityType, enclosing: readonly EntityType[]): fc.Arbitrary<unknown> {
  const inside = [xml, ...enclosing];
  const members = Object.entries(xml.members);
  const model = Object.fromEntries(members.map(([name, member]) => [name, arbitraryOf(member, inside)]));
  const requiredKeys = members.filter(([, { mandatory }]) => mandatory).map(([name]) => name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

function nestedArbitrary(name: string, enclosing: readonly EntityType[]): fc.Arbitrary<unknown> | undefined {
  const levels = enclosing.filter((xml) => xml.name === name);
  const [innermost] = levels;
  return innermost === undefined || levels.length > mostNesting ? undefined : membersArbitrary(innermost, enclosing);
}
