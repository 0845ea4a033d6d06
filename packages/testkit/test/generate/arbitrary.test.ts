import {
  Associate,
  arrayOf,
  base64Binary,
  dateTime,
  decimal,
  dictionary,
  double,
  duration,
  type Entity,
  ErpConnection,
  entity,
  ForeignKey,
  float,
  guid,
  int,
  LicenseInfo,
  long,
  MDOListItem,
  nillable,
  type Schema,
  SoExceptionInfo,
  StringDictionary,
  schemaAt,
  short,
  string,
  TableRight,
  unsignedInt,
} from "@superoffice-soap/schema";
import fc from "fast-check";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../../../test-support/property-runs.ts";
import { arbitrary, invalidArbitrary } from "../../src/index.ts";

const EveryScalar = entity(
  "EveryScalar",
  {
    Long: long(),
    UnsignedInt: unsignedInt(),
    Decimal: nillable(decimal()),
    Duration: nillable(duration()),
    Guid: guid(),
    When: dateTime({ mandatory: true }),
    Bytes: nillable(base64Binary()),
    Short: nillable(short()),
  },
  { description: "A member of each type with a form of its own." },
);

const entities: Record<string, Entity> = {
  Associate,
  ErpConnection,
  EveryScalar,
  ForeignKey,
  LicenseInfo,
  MDOListItem,
  SoExceptionInfo,
  TableRight,
};

describe("valid values", () => {
  test.each(Object.entries(entities))("%s", (_name, schema) => {
    const latest = schemaAt(schema, "Services88");
    fc.assert(
      fc.property(arbitrary(schema), (value) => {
        expect(Value.Errors(latest, value)).toEqual([]);
      }),
    );
  });

  test("floating numbers", () => {
    fc.assert(
      fc.property(arbitrary(double()), arbitrary(float()), (a, b) => typeof a === "number" && typeof b === "number"),
    );
  });

  test("a member that must be there is", () => {
    fc.assert(fc.property(arbitrary(EveryScalar), (value) => "When" in (value as object)));
  });

  test("have the members and names of their version only", () => {
    const [old, recent] = [arbitrary(Associate, { version: "Services85" }), arbitrary(Associate)];
    expect(fc.sample(old, 100).some((value) => "UserName" in value)).toBe(false);
    expect(fc.sample(recent, 100).some((value) => "UserName" in value)).toBe(true);
    const rights = fc.sample(arbitrary(TableRight, { version: "Services85" }), 200).flatMap(({ Mask = [] }) => Mask);
    expect([...new Set(rights)].sort()).toEqual([
      "Delete",
      "Filtering",
      "Insert",
      "RestrictedUpdate",
      "Select",
      "Update",
    ]);
  });

  test("a type that contains itself comes to an end", () => {
    const depths = fc.sample(arbitrary(MDOListItem), 300).map((item) => depthOf(item));
    expect(Math.max(...depths)).toBe(4);
  });
});

describe("the corners of a type turn up", () => {
  const isOneOf =
    (...values: unknown[]) =>
    (value: unknown) =>
      values.some((other) => Object.is(other, value));
  const matches = (pattern: RegExp) => (value: unknown) => typeof value === "string" && pattern.test(value);
  const corners: Record<string, [schema: Schema, isCorner: (value: unknown) => boolean][]> = {
    nil: [[nillable(string()), isOneOf(null)]],
    "an absent member": [[ForeignKey, (value) => !Object.hasOwn(value as object, "Key")]],
    "an empty entity, text, list and dictionary": [
      [
        entity("Two", { A: int(), B: int() }, { description: "Two members." }),
        (value) => Object.keys(value as object).length === 0,
      ],
      [string(), isOneOf("")],
      [arrayOf(int()), (value) => (value as unknown[]).length === 0],
      [StringDictionary, (value) => Object.keys(value as object).length === 0],
    ],
    "the ends of integers": [
      [int(), isOneOf(-2_147_483_648)],
      [int(), isOneOf(2_147_483_647)],
      [short(), isOneOf(-32_768)],
      [unsignedInt(), isOneOf(4_294_967_295)],
      [long(), isOneOf(9_223_372_036_854_775_807n)],
      [long(), isOneOf(9_007_199_254_740_993n)],
    ],
    "numbers that are none": [
      [double(), isOneOf(Number.NaN)],
      [double(), isOneOf(Number.NEGATIVE_INFINITY)],
    ],
    "XML's own characters": [
      [string(), matches(/&/)],
      [string(), matches(/]]>/)],
    ],
    "white space at both ends": [[string(), matches(/^\s.*\s$/)]],
    "a carriage return": [[string(), matches(/\r/)]],
    "characters beyond the basic plane": [[string(), matches(/\p{Script=Han}|[\u{10000}-\u{10ffff}]/u)]],
    "texts that look like numbers": [[string(), isOneOf("00123")]],
    "more digits than a number holds": [[decimal(), matches(/\d{20}/)]],
    "every form of an offset": [
      [dateTime(), matches(/Z$/)],
      [dateTime(), matches(/\d$/)],
      [dateTime(), matches(/\+14:00$/)],
      [dateTime(), matches(/-\d\d:\d\d$/)],
    ],
    "fractions of a second beyond milliseconds": [[dateTime(), matches(/\.\d{7,}/)]],
    "the year 1": [[dateTime(), isOneOf("0001-01-01T00:00:00")]],
    "no bytes and some": [
      [base64Binary(), (value) => (value as Uint8Array).length === 0],
      [base64Binary(), (value) => (value as Uint8Array).length > 3],
    ],
    "keys that objects have already": [
      [StringDictionary, (value) => Object.hasOwn(value as object, "__proto__")],
      [StringDictionary, (value) => Object.hasOwn(value as object, "constructor")],
      [StringDictionary, (value) => Object.hasOwn(value as object, "")],
    ],
    "nil in a list and in a dictionary": [
      [arrayOf(nillable(ForeignKey)), (value) => (value as unknown[]).includes(null)],
      [StringDictionary, (value) => Object.values(value as object).includes(null)],
    ],
  };

  test.each(Object.entries(corners))("%s", (_name, cases) => {
    for (const [schema, isCorner] of cases) {
      expect(fc.sample(arbitrary(schema), { numRuns: 2_000, seed: 1 }).some(isCorner), isCorner.toString()).toBe(true);
    }
  });
});

test("texts are no longer than their member allows", () => {
  fc.assert(fc.property(arbitrary(string({ maxLength: 3 })), (text) => text.length <= 3));
});

test("every text is one that XML can carry", () => {
  const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
  fc.assert(
    fc.property(arbitrary(string()), (text) => allowed.test(text)),
    { numRuns: propertyRuns(2_000) },
  );
});

describe("invalid values", () => {
  test.each(Object.entries(entities))("%s", (_name, schema) => {
    const latest = schemaAt(schema, "Services88");
    fc.assert(
      fc.property(invalidArbitrary(schema), ({ value, path }) => {
        const fault = valueAt(value, path);
        const isUnwritable = typeof fault === "string" && forbidden.test(fault);
        expect(isUnwritable || !Value.Check(latest, value), path).toBe(true);
      }),
    );
  });

  test("say where the fault is", () => {
    const schema = entity(
      "Outer",
      { Items: arrayOf(entity("Inner", { Texts: StringDictionary }, { description: "Inner." })) },
      { description: "Outer." },
    );
    fc.assert(
      fc.property(invalidArbitrary(schema), ({ value, path }) => {
        expect(path).toMatch(/^Items\[\d\]\.Texts\.a faulty pair$/);
        const index = Number(path.slice(6, 7));
        const { Items } = value as { Items: { Texts: Record<string, unknown> }[] };
        expect(Items).toHaveLength(index + 1);
        expect(Items[index]?.Texts).toHaveProperty("a faulty pair");
      }),
    );
  });

  test("every kind of character that XML cannot carry turns up", () => {
    const texts = fc.sample(invalidArbitrary(string()), { numRuns: 2_000, seed: 1 }).map(({ value }) => String(value));
    for (const character of ["\0", "\u0008", "\u000b", "\u001f", "\ufffe", "\uffff", "\ud800", "\udfff"]) {
      expect(
        texts.some((text) => text.includes(character)),
        JSON.stringify(character),
      ).toBe(true);
    }
  });

  test("a schema in which nothing can be wrong is an error", () => {
    expect(() => invalidArbitrary(entity("Nothing", {}, { description: "Nothing." }))).toThrow(
      new TypeError("nothing in the schema can be wrong"),
    );
  });
});

test("a dictionary of entities is made of them", () => {
  const keys = dictionary("Keys", "KeyPair", nillable(ForeignKey));
  fc.assert(fc.property(arbitrary(keys), (value) => Value.Check(keys, value)));
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

function depthOf(item: MDOListItem | null): number {
  return 1 + Math.max(0, ...(item?.ChildItems ?? []).map((child) => (child === null ? 0 : depthOf(child))));
}

/** Returns the value at a path of plain members, items and pairs. */
function valueAt(value: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  return steps.reduce((inner: unknown, step) => (inner as Record<string, unknown>)[step], value);
}
