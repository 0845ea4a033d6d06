import { agents, type Entity } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { argumentsOf } from "../../src/call/arguments.ts";
import { exception } from "../callers.ts";

const { ForeignSystem, ErpSync, Relation } = agents;

function refusalOf(input: Entity, values: unknown): unknown {
  try {
    return argumentsOf(input, values);
  } catch (error) {
    return error;
  }
}

describe("an argument that was left out or is nil", () => {
  test("is blank, 0, false, the first name, empty or null", () => {
    expect(argumentsOf(ForeignSystem.operations.GetKey.input, { DeviceName: null })).toEqual({
      ApplicationName: "",
      DeviceName: "",
      KeyName: "",
      TableName: "",
      RecordId: 0,
    });
    expect(argumentsOf(ErpSync.operations.ConnectActor.input, undefined)).toEqual({
      CrmActorType: "Unknown",
      CrmRecordId: 0,
      ErpConnectionId: 0,
      ErpActorType: "Unknown",
      ErpKey: "",
      FieldValues: [],
    });
    expect(argumentsOf(ErpSync.operations.GetAllConnections.input, null)).toEqual({ IncludeDeleted: false });
    expect(argumentsOf(ErpSync.operations.TestConnectionByConfig.input, {})).toMatchObject({ ConfigFields: null });
    expect(argumentsOf(Relation.operations.SaveContactRelation.input, {})).toEqual({ ContactRelationEntity: null });
  });

  test("stays absent within an entity, where that may mean something else", () => {
    const Mapping = { FieldMappings: [{ CrmFieldKey: null }] };
    const values = argumentsOf(ErpSync.operations.SaveActorTypeMapping.input, { Mapping });
    expect(values).toEqual({ Mapping });
  });

  test("is no item of a list; a text is blank there", () => {
    const { input } = ErpSync.operations.GetErpFieldValues;
    expect(argumentsOf(input, { FieldKeys: ["a", null] })).toMatchObject({ FieldKeys: ["a", ""] });
    const FieldValues = [null, { Value: "1" }];
    expect(argumentsOf(ErpSync.operations.ConnectActor.input, { FieldValues })).toMatchObject({
      FieldValues: [{ Value: "1" }],
    });
  });
});

describe("an argument of the wrong type", () => {
  test.each([
    [ForeignSystem.operations.GetKey.input, { KeyName: 7 }, "KeyName must be a string, not 7."],
    [ForeignSystem.operations.GetKey.input, { RecordId: 1.5 }, "RecordId must be an xs:int, not 1.5."],
    [ForeignSystem.operations.SaveForeignKey.input, { ForeignKey: [] }, "ForeignKey must be an entity, not an array."],
    [ErpSync.operations.GetAllConnections.input, { IncludeDeleted: 1 }, "IncludeDeleted must be an xs:boolean, not 1."],
    [
      ErpSync.operations.SaveErpConnectionSyncPriorities.input,
      { ErpConnectionIds: 1 },
      "ErpConnectionIds must be an array of xs:int, not 1.",
    ],
    [
      ErpSync.operations.SaveErpConnectionSyncPriorities.input,
      { ErpConnectionIds: [1, "2"] },
      'ErpConnectionIds[1] must be an xs:int, not "2".',
    ],
    [
      ErpSync.operations.GetErpFieldValues.input,
      { FieldKeys: {} },
      "FieldKeys must be an array of xs:string, not a value of type object.",
    ],
    [ErpSync.operations.ConnectActor.input, { FieldValues: ["a"] }, 'FieldValues[0] must be an entity, not "a".'],
    [ErpSync.operations.ConnectActor.input, { FieldValues: [{ Value: 1 }] }, "Value must be a string, not 1."],
    [
      ErpSync.operations.CreateErpActorFromCrm.input,
      { ErpFieldKeyValues: { NAME: 1 } },
      "ErpFieldKeyValues.NAME must be a string, not 1.",
    ],
    [
      Relation.operations.SaveContactRelation.input,
      { ContactRelationEntity: { Reversed: 32_768 } },
      "Reversed must be an xs:short, not 32768.",
    ],
  ] as const)("%# is refused: %j", (input, values, message) => {
    const [, name, expected] = /^(\S+) must be (.+), not /.exec(message) ?? [];
    expect(refusalOf(input, values)).toMatchObject({
      ...exception("SoInvalidArgumentException", message),
      parameters: { ParamName: name, ExpectedType: expected, RecievedValue: /not (.+)\.$/.exec(message)?.[1] },
    });
  });

  test.each([
    [{ CrmActorType: "Company" }, "CrmActorType must be one of Unknown, Contact, Person, Project, Sale."],
    [{ ErpKey: "a\u0000" }, "ErpKey has a character that XML cannot carry."],
    [{ FieldValues: [{ Value: "\ud800" }] }, "Value has a character that XML cannot carry."],
  ])("%# or a value that its type lacks is refused: %j", (values, message) => {
    expect(refusalOf(ErpSync.operations.ConnectActor.input, values)).toMatchObject({
      ...exception("SoInvalidArgumentException", message),
      parameters: { ParamName: message.split(" ")[0] },
    });
  });
});

test("a type that contains itself is checked to its end", () => {
  const { input } = ErpSync.operations.SaveConnectionListMappings;
  const nested = (Id: unknown) => ({
    ListMapping: { ErpListItemMappings: [{ CrmList: { ChildItems: [{ ChildItems: [{ Id }] }] } }] },
  });
  expect(refusalOf(input, nested(3))).toEqual(nested(3));
  expect(refusalOf(input, nested("3"))).toMatchObject(
    exception("SoInvalidArgumentException", 'Id must be an xs:int, not "3".'),
  );
});
