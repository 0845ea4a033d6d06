import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { TextPosition } from "../../src/xml/text-position.ts";

test("a text is passed over in one go as it is character by character", () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "é", "€", "😀") }));
  fc.assert(
    fc.property(texts, (all) => {
      const long = new TextPosition();
      const each = new TextPosition();
      for (const text of all) {
        long.passLong(text);
        each.pass(text);
      }
      expect({ ...long }).toEqual({ ...each });
    }),
    { numRuns: propertyRuns(1000) },
  );
});
