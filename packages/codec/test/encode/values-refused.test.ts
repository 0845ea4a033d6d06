import { SchemaError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { encodeRequest } from "../../src/index.ts";

function saveKey(ForeignKey: unknown, more: object = {}): () => string {
  const input = { ForeignKey, ...more } as never;
  return () => encodeRequest({ services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey", input });
}

test.each([
  [{ RecordId: "5" }, 'expected xs:int but found "5" at ForeignKey.RecordId'],
  [{ RecordId: 2 ** 31 }, "expected xs:int but found 2147483648 at ForeignKey.RecordId"],
  [{ RecordId: 1.5 }, "expected xs:int but found 1.5 at ForeignKey.RecordId"],
  [{ RecordId: null }, "expected a value of int but found null at ForeignKey.RecordId"],
  [{ Key: 5 }, "expected xs:string but found 5 at ForeignKey.Key"],
  [{ Key: ["a"] }, "expected xs:string but found an array at ForeignKey.Key"],
  [{ Key: "a\u0001" }, "expected text that XML can carry but found U+0001 at ForeignKey.Key"],
  [{ Key: "\ud800x" }, "expected text that XML can carry but found U+D800 at ForeignKey.Key"],
  [{ Value: "\uffff" }, "expected text that XML can carry but found U+FFFF at ForeignKey.Value"],
  [{ CreatedDate: "yesterday" }, 'expected xs:dateTime but found "yesterday" at ForeignKey.CreatedDate'],
  [{ CreatedDate: new Date(0) }, "expected xs:dateTime but found an object at ForeignKey.CreatedDate"],
  [
    { TableRight: { Mask: ["Selekt"] } },
    'expected one of ETableRight but found "Selekt" at ForeignKey.TableRight.Mask',
  ],
  [{ FieldProperties: { Key: 1 } }, "expected FieldProperty but found 1 at ForeignKey.FieldProperties.Key"],
  ["key", 'expected ForeignKey but found "key" at ForeignKey'],
])("%j is refused with its path", (key, message) => {
  expect(saveKey(key)).toThrow(SchemaError);
  expect(saveKey(key)).toThrow(message);
});

test.each([
  [{ ApplicationToken: "a\u0000" }, "expected text that XML can carry but found U+0000 at ApplicationToken"],
  [{ Credentials: { Ticket: "a\u0001" } }, "expected text that XML can carry but found U+0001 at Credentials.Ticket"],
  [{ TimeZone: { SoTimeZoneId: 0.5 } }, "expected xs:int but found 0.5 at TimeZone.SoTimeZoneId"],
])("a header block is named: %j", (headers, message) => {
  const request = { services: "Services88", agent: "ForeignSystem", operation: "GetKey", input: {}, headers } as const;
  expect(() => encodeRequest(request)).toThrow(message);
});

describe("a member that the version does not know", () => {
  const request = { services: "Services85", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
  const row = { Key: "k", Valu: "v" };
  const input = { ForeignKey: row, ApplicationName: "erp" };

  test.each(["wcf", "soap12", "documented"] as const)("is refused in the form %s, with the nearest name", (dialect) => {
    expect(() => encodeRequest({ ...request, input }, dialect)).toThrow(
      new SchemaError("a member of ForeignKey", '"Valu"', "ForeignKey.Valu", "Value"),
    );
  });

  test("is left out where that is asked for", () => {
    const right = { ...input, ForeignKey: { Key: "k" } };
    expect(encodeRequest({ ...request, input, unknownMembers: "drop" })).toBe(
      encodeRequest({ ...request, input: right }),
    );
  });

  test("may be one that a later version has", () => {
    const associate = { ForeignAppEntity: { CreatedBy: { UserName: "ADM0" } } };
    const save = (services: "Services85" | "Services86") => () =>
      encodeRequest({ ...request, services, operation: "SaveForeignAppEntity", input: associate });
    expect(save("Services86")).not.toThrow();
    expect(save("Services85")).toThrow("at ForeignAppEntity.CreatedBy.UserName");
  });

  test.each<[object, string]>([
    [{ Credential: { Ticket: "7T:x" } }, '"Credential" at Credential; did you mean Credentials?'],
    [{ Credentials: { ticket: "7T:x" } }, '"ticket" at Credentials.ticket; did you mean Ticket?'],
  ])("is refused in header blocks too: %j", (headers, message) => {
    expect(() => encodeRequest({ ...request, input: {}, headers })).toThrow(message);
  });

  test("is not a member that the documented form has no place for", () => {
    const whole = { ForeignKey: { TableRight: null, FieldProperties: {}, Key: "k" } };
    expect(encodeRequest({ ...request, input: whole }, "documented")).toBe(
      encodeRequest({ ...request, input: { ForeignKey: { Key: "k" } } }, "documented"),
    );
  });
});

test("an item is named by its index", () => {
  const input = { ErpConnectionIds: [1, 2, "3"] } as never;
  expect(() =>
    encodeRequest({ services: "Services88", agent: "ErpSync", operation: "SaveErpConnectionSyncPriorities", input }),
  ).toThrow('expected xs:int but found "3" at ErpConnectionIds[2]');
});

test.each(["", "P", "PT", "P1DT", "-P", "15"])("%j is no duration", (Interval) => {
  const request = { services: "Services88", agent: "ErpSync", operation: "ChangeEngineInterval" } as const;
  const encode = () => encodeRequest({ ...request, input: { Interval } });
  expect(encode).toThrow(`expected ser:duration but found "${Interval}" at Interval`);
});

test("the documented form alone has empty durations, as the published samples have them", () => {
  const request = { services: "Services88", agent: "ErpSync", operation: "ChangeEngineInterval" } as const;
  const encode = (Interval: string) => encodeRequest({ ...request, input: { Interval } }, "documented");
  expect(encode("")).toContain(':duration"></ErpSync:Interval>');
  expect(() => encode("PT")).toThrow('expected ser:duration but found "PT" at Interval');
});

test("a name that only a later version has is refused", () => {
  const input = { ForeignKey: { TableRight: { Mask: ["R"] } } } as never;
  expect(() =>
    encodeRequest({ services: "Services87", agent: "ForeignSystem", operation: "SaveForeignKey", input }),
  ).toThrow('expected one of ETableRight but found "R" at ForeignKey.TableRight.Mask');
});

test("an operation that the version lacks is refused", () => {
  const request = { services: "Services82", agent: "ForeignSystem", operation: "AddForeignKey", input: {} } as const;
  expect(() => encodeRequest(request)).toThrow("Services82 has no operation ForeignSystem.AddForeignKey");
});
