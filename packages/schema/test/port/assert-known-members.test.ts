import { describe, expect, test } from "vitest";
import { assertKnownMembers, operationAt, SchemaError } from "../../src/index.ts";

const { input: saveKey } = operationAt({ services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" });
const { input: saveMappings } = operationAt({
  services: "Services88",
  agent: "ErpSync",
  operation: "SaveConnectionListMappings",
});

/** The error of an input with a member that its schema does not know. */
function errorOf(input: unknown, schema = saveKey): SchemaError | undefined {
  try {
    assertKnownMembers(schema, input);
    return undefined;
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
}

describe("a member that the schema does not know is refused", () => {
  test("with its path and the nearest name", () => {
    const error = errorOf({ ApplicationName: "erp", ForeignKey: { Key: "k", recordId: 2 } });
    expect(error).toMatchObject({
      path: "ForeignKey.recordId",
      expected: "a member of ForeignKey",
      actual: '"recordId"',
      suggestion: "RecordId",
      message: 'expected a member of ForeignKey but found "recordId" at ForeignKey.recordId; did you mean RecordId?',
    });
  });

  test.each<[object, string]>([
    [{ AplicationName: "erp" }, 'a member of SaveForeignKey but found "AplicationName" at AplicationName; did you'],
    [{ ForeignKey: { Nonsense: 1 } }, 'a member of ForeignKey but found "Nonsense" at ForeignKey.Nonsense'],
    [{ ForeignKey: { Valu: null } }, "at ForeignKey.Valu; did you mean Value?"],
    [{ ForeignKey: { TableRight: { mask: [] } } }, "at ForeignKey.TableRight.mask; did you mean Mask?"],
    [{ ForeignKey: { FieldProperties: { Key: { Righ: 1 } } } }, "at ForeignKey.FieldProperties.Key.Righ"],
    [{ ForeignKey: { ["x".repeat(200)]: 1 } }, `but found "${"x".repeat(79)}…" at ForeignKey.${"x".repeat(79)}…`],
    [{ ForeignKey: JSON.parse('{"__proto__": 1}') }, 'found "__proto__" at ForeignKey.__proto__'],
  ])("%.80j", (input, message) => {
    expect(errorOf(input)?.message).toContain(message);
  });

  test("in an item, also of a type that contains itself", () => {
    const mapping = (item: object) => ({ ListMapping: { ErpListItemMappings: [{}, { CrmList: item }] } });
    expect(errorOf(mapping({ ChildItems: [{ ChildItems: [{ Id: 1 }] }] }), saveMappings)).toBeUndefined();
    expect(errorOf(mapping({ ChildItems: [{ ChildItems: [{ id: 1 }] }] }), saveMappings)?.path).toBe(
      "ListMapping.ErpListItemMappings[1].CrmList.ChildItems[0].ChildItems[0].id",
    );
  });

  test("whatever values came before it", () => {
    for (const names of [["Key", "Value"], ["Value", "Key"], ["RecordId"], ["Key", "RecordId", "TableName"], []]) {
      const ForeignKey = Object.fromEntries(names.map((name) => [name, null]));
      expect(errorOf({ ForeignKey })).toBeUndefined();
      expect(errorOf({ ForeignKey: { ...ForeignKey, Valeu: "v" } })?.suggestion).toBe("Value");
      expect(errorOf({ ForeignKey: { Valeu: "v", ...ForeignKey } })?.suggestion).toBe("Value");
    }
  });
});

test.each<[string, unknown]>([
  ["a member that is absent as undefined", { ForeignKey: { Valu: undefined, Value: "v" } }],
  ["an object without a prototype", Object.assign(Object.create(null), { DeviceName: "d" })],
  ["what an object inherits", Object.assign(Object.create({ inherited: 1 }), { DeviceName: "d" })],
  ["a dictionary's keys", { ForeignKey: { FieldProperties: { anything: null, constructor: {} } } }],
  ["a value of a wrong kind, which its writer refuses", { ForeignKey: "k", DeviceName: [1] }],
  ["a list in an entity's place", { ForeignKey: [{ Valu: 1 }] }],
  ["nothing at all", undefined],
])("%s is no unknown member", (_name, input) => {
  expect(errorOf(input)).toBeUndefined();
});
