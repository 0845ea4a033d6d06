import { Check } from "typebox/value";
import { describe, expect, test } from "vitest";
import {
  arrayOf,
  at,
  base64Binary,
  DSAParameters,
  dateTime,
  decimal,
  duration,
  entity,
  ForeignKey,
  guid,
  int,
  long,
  MDOListItem,
  nillable,
  type Schema,
  StringDictionary,
  servicesVersions,
  short,
  string,
  TableRight,
  unsignedShort,
} from "../../src/index.ts";

describe("a schema checks values:", () => {
  test.each<[what: string, schema: Schema, fits: unknown[], not: unknown[]]>([
    ["short", short(), [-32_768, 32_767], [32_768, 1.5, "1", null]],
    ["unsignedShort", unsignedShort(), [0, 65_535], [-1, 65_536]],
    ["int", int(), [-(2 ** 31), 2 ** 31 - 1], [2 ** 31, -(2 ** 31) - 1, Number.NaN, true]],
    ["long", long(), [-(2n ** 63n), 2n ** 63n - 1n], [2n ** 63n, 5]],
    ["string", string(), ["", " \r\n\u{1F600}"], [null, 5]],
    ["string with a limit", string({ maxLength: 3 }), ["abc"], ["abcd"]],
    ["decimal", decimal(), ["1", "-0.10", ".5", "+3."], ["1e5", "", "0x1F"]],
    [
      "dateTime",
      dateTime(),
      ["0001-01-01T00:00:00", "2021-11-30T13:23:41.123Z", "2021-11-30T24:00:00+14:00"],
      ["2021-11-30", "2021-13-01T00:00:00", "yesterday", "0000-01-01T00:00:00", "2021-11-30T00:00:00+14:01"],
    ],
    [
      "dateTime, days",
      dateTime(),
      ["2021-02-28T00:00:00", "2024-02-29T00:00:00", "2000-02-29T00:00:00", "12000-02-29T00:00:00"],
      ["2021-02-29T00:00:00", "1900-02-29T00:00:00", "2024-02-30T00:00:00", "2021-04-31T00:00:00"],
    ],
    [
      "duration",
      duration(),
      ["PT15M", "-P1DT2H3M4.5S", "P1D", "PT1H2S", "PT1H3M", "PT4M5S"],
      ["15", "P1M", "", "P", "PT", "-P", "P1DT", "PT1S2M"],
    ],
    ["guid", guid(), ["00000000-0000-0000-0000-000000000000"], ["0", "{00000000-0000-0000-0000-000000000000}"]],
    ["base64Binary", base64Binary(), [new Uint8Array([1])], ["AQ==", [1]]],
    ["nillable", nillable(int()), [null, 0], [undefined, ""]],
    ["array", arrayOf(nillable(string())), [[], ["a", null]], [[1], null]],
    ["dictionary", StringDictionary, [{}, { a: "b", c: null }], [{ a: 1 }]],
    [
      "entity",
      ForeignKey,
      [{}, { Key: null, RecordId: 1 }, { TableRight: { Mask: ["Select"] } }],
      [{ RecordId: null }, { Key: 1 }],
    ],
    ["flags", TableRight, [{ Mask: [] }, { Mask: ["Delete", "Select"] }], [{ Mask: "Select" }, { Mask: ["Own"] }]],
  ])("%s", (_what, schema, fits, not) => {
    for (const value of fits) expect(Check(schema, value), JSON.stringify(value, writeBigInt)).toBe(true);
    for (const value of not) expect(Check(schema, value), JSON.stringify(value, writeBigInt)).toBe(false);
  });

  test("members that must be there", () => {
    const bytes = new Uint8Array();
    const whole = { Counter: 1, G: bytes, J: null, P: bytes, Q: bytes, Seed: null, Y: bytes };
    const { Counter: _, ...withoutCounter } = whole;
    expect(Check(DSAParameters, whole)).toBe(true);
    expect(Check(DSAParameters, withoutCounter)).toBe(false);
  });
});

test("an entity with a member that must be there may be left out itself", () => {
  const inner = entity("Inner", { Id: int({ mandatory: true }) }, { description: "Has a mandatory member." });
  const outer = entity("Outer", { Inner: inner, Maybe: nillable(inner) }, { description: "Has members." });
  expect(outer.xml.members.Inner?.mandatory).toBeUndefined();
  expect(outer.xml.members.Maybe?.mandatory).toBeUndefined();
  expect(Check(outer, {})).toBe(true);
});

test("what is said of a member stays with it in every version", () => {
  for (const services of servicesVersions) {
    const { SaveForeignKey } = at(services).agents.ForeignSystem.operations;
    const key = SaveForeignKey?.input.xml.members.ForeignKey;
    expect(key?.description).toBe("The key to store.");
    expect(key?.nillable).toBe(true);
  }
});

test("a type that contains itself is marked where it does", () => {
  const children = MDOListItem.xml.members.ChildItems?.xml;
  expect(children).toMatchObject({ kind: "array", item: { xml: { kind: "self", name: "MDOListItem" } } });
});

function writeBigInt(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
