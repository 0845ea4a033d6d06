import type { ScalarName, Schema } from "@superoffice-soap/schema";
import fc from "fast-check";
import { xmlText } from "./arbitrary-text.ts";

/** Makes any value of a scalar type: the boundaries of its value space, and all values between. */
export function scalarArbitrary(name: ScalarName, schema: Schema): fc.Arbitrary<unknown> {
  const { minimum, maximum, maxLength, pattern } = keywordsOf(schema);
  if (typeof minimum === "bigint" && typeof maximum === "bigint") return bigints(minimum, maximum);
  if (typeof minimum === "number" && typeof maximum === "number") return integers(minimum, maximum);
  if (pattern !== undefined) return lexicalForms(name, pattern);
  switch (name) {
    case "boolean":
      return fc.boolean();
    case "float":
    case "double":
      return doubles;
    case "base64Binary":
      return fc.uint8Array({ maxLength: 64 });
    default:
      return xmlText(maxLength);
  }
}

/** The keywords of a scalar's schema, in JSON Schema's words. */
interface Keywords {
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Returns the keywords of a scalar's schema, or of the schema inside a nillable one. */
export function keywordsOf(schema: Schema): Keywords {
  // TypeBox keeps the keywords as properties, and a union's alternatives in `anyOf`; the type `Schema` has neither.
  const { anyOf, ...keywords } = schema as Keywords & { readonly anyOf?: readonly Schema[] };
  const [first] = anyOf ?? [];
  return first === undefined ? keywords : keywordsOf(first);
}

function integers(min: number, max: number): fc.Arbitrary<number> {
  const corners = [min, max, 0, 1, -1].filter((value) => value >= min && value <= max);
  return fc.oneof(fc.constantFrom(...corners), fc.integer({ min, max }));
}

function bigints(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  const beyondNumbers = 2n ** 53n + 1n;
  const corners = [min, max, 0n, beyondNumbers].filter((value) => value >= min && value <= max);
  return fc.oneof(fc.constantFrom(...corners), fc.bigInt({ min, max }));
}

const doubles = fc.oneof(
  fc.constantFrom(
    0,
    0.1,
    1e21,
    5e-324,
    Number.MAX_VALUE,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ),
  fc.double({ noNaN: true }),
);

/** The forms of each type that are easily lost, in addition to those that its pattern generates. */
const treacherousForms: Readonly<Partial<Record<ScalarName, readonly string[]>>> = {
  decimal: ["0", "-0.000", "+1", ".5", "1.", "79228162514264337593543950335", "0.0000000000000000000000000001", "1.10"],
  dateTime: [
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.9999999",
    "2021-03-25T21:35:56Z",
    "2021-03-25T21:35:56",
    "2021-03-28T02:30:00+01:00",
    "2021-03-25T21:35:56.1230000-00:00",
    "2021-03-25T21:35:56.123456789012+14:00",
    "1969-12-31T23:59:59.9-14:00",
    "2020-02-29T24:00:00",
    "-0044-03-15T00:00:00Z",
    "12021-01-01T00:00:00Z",
  ],
  duration: ["PT0S", "PT15M", "-P1DT2H3M4.5S", "P10675199DT2H48M5.4775807S"],
  guid: ["00000000-0000-0000-0000-000000000000", "6F9619FF-8B86-D011-B42D-00C04FC964FF"],
};

function lexicalForms(name: ScalarName, pattern: string): fc.Arbitrary<string> {
  const any = fc.stringMatching(new RegExp(pattern));
  const treacherous = treacherousForms[name];
  return treacherous === undefined ? any : fc.oneof(fc.constantFrom(...treacherous), any);
}
