import type { FieldMetadataType } from "@superoffice-soap/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { decodeFieldValue, encodeFieldValue, type FieldValue } from "../../src/index.ts";

test.each<[FieldMetadataType, FieldValue, string]>([
  ["Integer", 7, "[I:7]"],
  ["Integer", -2_147_483_648, "[I:-2147483648]"],
  ["Double", 12_345.6789, "[F:12345.6789]"],
  ["Double", 1e21, "[F:1000000000000000000000]"],
  ["Double", 1.5e-7, "[F:0.00000015]"],
  ["Checkbox", true, "[I:1]"],
  ["Checkbox", false, "[I:0]"],
  ["Date", "2013-12-31T23:59:59", "[DT:12/31/2013 23:59:59.0000000]"],
  ["Date", "2013-12-31T23:59:59.25", "[DT:12/31/2013 23:59:59.2500000]"],
  ["Text", "  [I:7] ", "  [I:7] "],
  ["List", "N14", "N14"],
  ["Integer", null, ""],
  ["Date", null, ""],
])("a %s %o is written %s and read back", (type, value, text) => {
  expect(encodeFieldValue(value, type)).toBe(text);
  expect(decodeFieldValue(text, type)).toBe(value);
});

test.each<[FieldMetadataType, string, FieldValue]>([
  ["Integer", "7", 7],
  ["Integer", "[F:7.0]", 7],
  ["Double", "[I:7]", 7],
  ["Double", "-0", 0],
  ["Checkbox", "true", true],
  ["Checkbox", "0", false],
  ["Date", "2024-02-29", "2024-02-29T00:00:00"],
  ["Date", "[D:2/29/2024]", "2024-02-29T00:00:00"],
  ["Date", "[DT:01/01/0001 00:00:00.0000000]", null],
])("a %s that a connector wrote as %s is understood", (type, text, value) => {
  expect(decodeFieldValue(text, type)).toBe(value);
});

test.each<[FieldMetadataType, string]>([
  ["Integer", "seven"],
  ["Integer", "[I:2147483648]"],
  ["Integer", "[I:1.5]"],
  ["Integer", "[I:]"],
  ["Double", "[F:NaN]"],
  ["Double", "0x1F"],
  ["Checkbox", "[I:2]"],
  ["Date", "[DT:02/30/2024 00:00:00]"],
  ["Date", "[DT:13/01/2024 00:00:00]"],
  ["Date", "2024-01-01T24:00:00"],
  // A pattern that tries anew at every digit would take hours.
  ["Double", `${"1".repeat(2_000_000)}x`],
])("a %s cannot be %.40s", (type, text) => {
  expect(() => decodeFieldValue(text, type)).toThrow(expect.objectContaining({ name: "FieldValueError" }));
});

const date = fc
  .date({ min: new Date("0001-01-02T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 19));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number));
const values = fc.oneof(
  fc.tuple(fc.constant<FieldMetadataType>("Integer"), fc.integer()),
  fc.tuple(fc.constant<FieldMetadataType>("Double"), finite),
  fc.tuple(fc.constant<FieldMetadataType>("Checkbox"), fc.boolean()),
  fc.tuple(fc.constant<FieldMetadataType>("Date"), date),
  fc.tuple(fc.constant<FieldMetadataType>("Text"), fc.string({ unit: "grapheme", minLength: 1 })),
  fc.tuple(fc.constant<FieldMetadataType>("List"), fc.string({ minLength: 1 })),
);

test("whatever is written is read back", () => {
  fc.assert(
    fc.property(values, ([type, value]) => {
      expect(decodeFieldValue(encodeFieldValue(value, type), type)).toBe(value);
    }),
    { numRuns: propertyRuns(2000) },
  );
});

test("whatever a connector writes is a value or refused", () => {
  const types: FieldMetadataType[] = ["Integer", "Double", "Checkbox", "Date"];
  const text = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom("I", "F", "DT", "D"), fc.string()).map(([tag, inner]) => `[${tag}:${inner}]`),
  );
  fc.assert(
    fc.property(fc.constantFrom(...types), text, (type, given) => {
      try {
        const value = decodeFieldValue(given, type);
        expect(decodeFieldValue(encodeFieldValue(value, type), type)).toBe(value);
      } catch (error) {
        expect(error).toMatchObject({ name: "FieldValueError" });
      }
    }),
    { numRuns: propertyRuns(2000) },
  );
});
