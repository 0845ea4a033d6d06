import { describe, expect, test } from "vitest";
import { ask } from "../ask.ts";
import { recordingNetServer } from "../recording-netserver.ts";

describe("what an app sends", () => {
  test("reaches NetServer under the contract's names, and only what was sent", async () => {
    const netServer = recordingNetServer();
    await ask(
      netServer,
      `mutation { saveForeignKey(
        foreignKey: { key: "erp-id", value: " 00123 ", recordId: 7, createdDate: "2016-01-04T13:27:28", tableName: null }
        applicationName: "erp", deviceName: "erp") { key } }`,
    );
    expect(netServer.calls).toMatchObject([{ agent: "ForeignSystem", operation: "SaveForeignKey" }]);
    expect(netServer.calls[0]?.input).toEqual({
      ForeignKey: { Key: "erp-id", Value: " 00123 ", RecordId: 7, CreatedDate: "2016-01-04T13:27:28", TableName: null },
      ApplicationName: "erp",
      DeviceName: "erp",
    });
  });

  test("null for a value type leaves the member out", async () => {
    const netServer = recordingNetServer();
    await ask(netServer, `mutation { saveForeignKey(foreignKey: { key: null, recordId: null }) { key } }`);
    expect(netServer.calls[0]?.input).toEqual({ ForeignKey: { Key: null } });
  });

  test("may hold dictionaries, arrays, enumerations and types within themselves", async () => {
    const netServer = recordingNetServer();
    await ask(
      netServer,
      `mutation($pairs: [KeyValueInput!]) {
        saveConnection(connection: { configFields: $pairs, userGroupAccessIds: [1, 2] }) { erpConnectionId }
        saveConnectionListMappings(listMapping: { erpListItemMappings: [
          { crmList: { childItems: [{ id: 2, childItems: [{ name: "leaf" }] }] } } ] }) { erpConnectionId }
        createActorLink(crmActorType: CONTACT, crmRecordId: 1, erpActorType: CUSTOMER, erpConnectionId: 2)
      }`,
      { pairs: [{ key: "__proto__", value: "x" }, { key: "url" }] },
    );
    const [connection, mappings, link] = netServer.calls.map(({ input }) => input);
    expect(connection).toEqual({
      Connection: {
        ConfigFields: Object.fromEntries([
          ["__proto__", "x"],
          ["url", null],
        ]),
        UserGroupAccessIds: [1, 2],
      },
    });
    expect(mappings).toEqual({
      ListMapping: { ErpListItemMappings: [{ CrmList: { ChildItems: [{ Id: 2, ChildItems: [{ Name: "leaf" }] }] } }] },
    });
    expect(link).toEqual({ CrmActorType: "Contact", CrmRecordId: 1, ErpActorType: "Customer", ErpConnectionId: 2 });
  });

  test.each([
    [
      `saveContactRelation(contactRelationEntity: { reversed: 32768 }) { relationId }`,
      "expected xs:short but found 32768 at contactRelationEntity.reversed",
    ],
    [
      `saveForeignKey(foreignKey: { key: "a\\u0001" }) { key }`,
      "expected text that XML can carry but found U+0001 at foreignKey.key",
    ],
    [
      `saveConnection(connection: { configFields: [{ key: "a" }, { key: "a" }] }) { active }`,
      'expected each key once but found "a" at connection.configFields[1]',
    ],
  ])("is refused where GraphQL's own types are too wide: %s", async (field, message) => {
    const netServer = recordingNetServer();
    const { errors } = await ask(netServer, `mutation { ${field} }`);
    expect(errors[0].message).toBe(message);
    expect(netServer.calls).toEqual([]);
  });

  test("half a character is refused", async () => {
    const { errors } = await ask(
      recordingNetServer(),
      `mutation($value: String) { saveForeignKey(foreignKey: { value: $value }) { key } }`,
      { value: "a\uD800" },
    );
    expect(errors[0].message).toBe("expected text that XML can carry but found U+D800 at foreignKey.value");
  });

  test.each([
    ['"2016-01-04 13:27"', "2016-01-04 13:27", '"2016-01-04 13:27"'],
    ["5", 5, "5"],
    ["[1]", [1], "[1]"],
  ])("a date that is none is refused: %s", async (literal, value, found) => {
    const save = (date: string) => `saveForeignKey(foreignKey: { createdDate: ${date} }) { key }`;
    const inLiteral = await ask(recordingNetServer(), `mutation { ${save(literal)} }`);
    expect(inLiteral.errors[0].message).toBe(`DateTime cannot represent ${found}`);
    const inVariable = await ask(recordingNetServer(), `mutation($date: DateTime) { ${save("$date")} }`, {
      date: value,
    });
    expect(inVariable.errors[0].message).toMatch(/; DateTime cannot represent (?:"2016-01-04 13:27"|5|object)$/);
  });
});

describe("what NetServer answers", () => {
  test("is the field's value; what a value type left out reads as its default", async () => {
    const netServer = recordingNetServer({
      GetKey: { Key: "erp-id", Value: "  ", UpdatedDate: "2016-01-04T13:27:28" },
    });
    const { data } = await ask(
      netServer,
      `{ key(recordId: 0) { key value recordId createdDate updatedDate tableName } }`,
    );
    expect(data.key).toEqual({
      key: "erp-id",
      value: "  ",
      recordId: 0,
      createdDate: "0001-01-01T00:00:00",
      updatedDate: "2016-01-04T13:27:28",
      tableName: null,
    });
  });

  test("may hold rights, dictionaries, enumerations, durations and bytes", async () => {
    const netServer = recordingNetServer({
      GetContactRelationEntity: {
        TableRight: { Mask: ["Select", "FromTheFuture"], Reason: "" },
        FieldProperties: { comment: { FieldLength: 254 } },
        CreatedBy: { Type: "InternalAssociate" },
      },
      GetEngineStatus: { IsRunning: true, Interval: "PT15M" },
      GetSystemInfo: { License: { PublicKey: { Key: { G: new Uint8Array([1, 2, 255]) } } } },
    });
    const { data } = await ask(
      netServer,
      `{ contactRelationEntity(contactRelationEntityId: 1) {
           tableRight { mask reason } fieldProperties { key value { fieldLength fieldType } } createdBy { type } }
         engineStatus { isRunning interval }
         systemInfo { license { publicKey { key { g counter } } } } }`,
    );
    expect(data).toEqual({
      contactRelationEntity: {
        tableRight: { mask: ["SELECT"], reason: "" },
        fieldProperties: [{ key: "comment", value: { fieldLength: 254, fieldType: null } }],
        createdBy: { type: "INTERNAL_ASSOCIATE" },
      },
      engineStatus: { isRunning: true, interval: "PT15M" },
      systemInfo: { license: { publicKey: { key: { g: "AQL/", counter: 0 } } } },
    });
  });

  test("is true where the operation answers nothing, and all members where there is more than one result", async () => {
    const netServer = recordingNetServer({
      AuthenticateUsernamePassword: { AuthenticationSucceeded: true, Credentials: { Ticket: "7T:abc" } },
    });
    const { data } = await ask(
      netServer,
      `mutation {
        deleteContactRelation(contactRelationEntityId: 1)
        authenticateUsernamePassword(userName: "ADM0", password: "") {
          authenticationSucceeded credentials { ticket } response { associate } } }`,
    );
    expect(data).toEqual({
      deleteContactRelation: true,
      authenticateUsernamePassword: {
        authenticationSucceeded: true,
        credentials: { ticket: "7T:abc" },
        response: null,
      },
    });
  });
});

describe("within one request", () => {
  test("what is asked twice is asked of NetServer once", async () => {
    const netServer = recordingNetServer({ GetConnection: { ErpConnectionId: 1 } });
    await ask(
      netServer,
      `{ a: connection(erpConnectionId: 1) { active } b: connection(erpConnectionId: 1) { deleted } c: connection(erpConnectionId: 2) { active } }`,
    );
    expect(netServer.calls.map(({ input }) => input)).toEqual([{ ErpConnectionId: 1 }, { ErpConnectionId: 2 }]);
  });
});
