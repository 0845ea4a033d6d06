import { latestServices, type Schema, schemaAt, type XmlType } from "@superoffice-soap/schema";
import fc from "fast-check";
import { type ArbitraryOptions, arbitrary } from "./arbitrary.ts";
import { keywordsOf } from "./arbitrary-scalar.ts";
import { unwritableText } from "./arbitrary-text.ts";

/** A value that an encoder must refuse. */
export interface InvalidValue {
  readonly value: unknown;
  /**
   * The path of its one fault, in the form of `SchemaError.path`: `ForeignKey.RecordId`, `Ids[0]`; empty for the value
   * itself.
   */
  readonly path: string;
}

/**
 * Makes values like those of `arbitrary`, but with one fault: a text with a character that XML cannot carry, a number
 * out of its type's range or no number, a name that an enumeration lacks, an invalid moment. The fault may be wherever
 * the schema allows one, but not inside a type that contains itself. Throws a `TypeError` when the schema allows none.
 */
export function invalidArbitrary(schema: Schema, options: ArbitraryOptions = {}): fc.Arbitrary<InvalidValue> {
  const projected = schemaAt(schema, options.version ?? latestServices);
  const places = placesIn(projected);
  if (places.length === 0) throw new TypeError("nothing in the schema can be wrong");
  return fc
    .tuple(arbitrary(projected, options), fc.constantFrom(...places))
    .chain(([valid, place]) => place.faults.map((fault) => invalidValue(valid, place.steps, fault)));
}

/** A step from a value to one inside it: a member, the last item of an array, a pair of a dictionary. */
type Step = { readonly member: string } | "item" | "pair";

interface Place {
  readonly steps: readonly Step[];
  readonly faults: fc.Arbitrary<unknown>;
}

function placesIn(schema: Schema): Place[] {
  const { xml } = schema;
  switch (xml.kind) {
    case "scalar":
    case "enumeration":
    case "flags":
      return [{ steps: [], faults: faultsOf(xml, schema) }];
    case "entity":
      return Object.entries(xml.members).flatMap(([member, inner]) => behind({ member }, inner));
    case "array":
      return behind("item", xml.item);
    case "dictionary":
      return behind("pair", xml.value);
    case "self":
      return [];
  }
}

function behind(step: Step, schema: Schema): Place[] {
  return placesIn(schema).map(({ steps, faults }) => ({ steps: [step, ...steps], faults }));
}

const pairKey = "a faulty pair";

function invalidValue(valid: unknown, [step, ...steps]: readonly Step[], fault: unknown): InvalidValue {
  if (step === undefined) return { value: fault, path: "" };
  if (step === "item") {
    const items: readonly unknown[] = Array.isArray(valid) ? valid : [];
    const { value, path } = invalidValue(undefined, steps, fault);
    return { value: [...items, value], path: joined(`[${items.length}]`, path) };
  }
  const name = step === "pair" ? pairKey : step.member;
  const members = isRecord(valid) ? valid : {};
  const { value, path } = invalidValue(members[name], steps, fault);
  return { value: { ...members, [name]: value }, path: joined(name, path) };
}

function joined(head: string, path: string): string {
  return path === "" || path.startsWith("[") ? head + path : `${head}.${path}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function faultsOf(xml: XmlType, schema: Schema): fc.Arbitrary<unknown> {
  if (xml.kind === "enumeration") return fc.constantFrom<unknown>("NoSuchName", "", 0);
  if (xml.kind === "flags") return fc.constantFrom<unknown>(["NoSuchName"], "NoSuchName", 1);
  if (xml.name === "string") return fc.oneof(unwritableText(), fc.constantFrom<unknown>(0, false, {}));
  return fc.constantFrom(...scalarFaults(schema));
}

function scalarFaults(schema: Schema): unknown[] {
  const { minimum, maximum, pattern } = keywordsOf(schema);
  if (typeof minimum === "bigint" && typeof maximum === "bigint") return [minimum - 1n, maximum + 1n, 0, "0"];
  if (typeof minimum === "number" && typeof maximum === "number") {
    return [minimum - 1, maximum + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "0", true, {}];
  }
  if (pattern !== undefined) return ["not of this type", "2021-03-25", "1,5", 0, new Date(0)];
  return ["false", "0", [], {}];
}
