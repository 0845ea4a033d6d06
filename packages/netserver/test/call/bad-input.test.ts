import { SchemaError } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { createNetServer, type NetServerOptions } from "../../src/index.ts";
import { callerOf, exception } from "../callers.ts";

const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };
const key = (ForeignKey: object) => ({ ForeignKey: { Key: "id", ...ForeignKey }, ...address });

describe("what is refused by ForeignSystem", () => {
  test.each([
    [
      "SaveForeignKey",
      { ...key({}), ApplicationName: " " },
      "SoValidationException",
      "ApplicationName must not be blank.",
    ],
    [
      "SaveForeignKey",
      { ...key({}), ApplicationName: "a".repeat(255) },
      "SoValidationException",
      "ApplicationName has 255 characters; the limit is 254.",
    ],
    [
      "SaveForeignKey",
      { ...key({}), DeviceName: "d".repeat(32) },
      "SoValidationException",
      "DeviceName has 32 characters; the limit is 31.",
    ],
    [
      "SaveForeignKey",
      { ...key({}), DeviceIdentifier: "i".repeat(240) },
      "SoValidationException",
      "DeviceIdentifier has 240 characters; the limit is 239.",
    ],
    [
      "SaveForeignKey",
      key({ Key: "k".repeat(240) }),
      "SoValidationException",
      "Key has 240 characters; the limit is 239.",
    ],
    ["SaveForeignKey", key({ Key: "" }), "SoValidationException", "Key must not be blank."],
    ["SaveForeignKey", key({ Key: null }), "SoValidationException", "Key must not be blank."],
    ["AddForeignKey", { ...address, ForeignKey: { Value: "v" } }, "SoValidationException", "Key must not be blank."],
    ["SaveForeignKey", { ...key({}), DeviceName: " " }, "SoValidationException", "DeviceName must not be blank."],
    [
      "SaveForeignKey",
      { ApplicationName: "erp", ForeignKey: { Key: "id" } },
      "SoValidationException",
      "DeviceName must not be blank.",
    ],
    [
      "AddDeviceByIdentifier",
      { ApplicationName: "erp", DeviceIdentifier: "1" },
      "SoValidationException",
      "DeviceName must not be blank.",
    ],
    [
      "SaveDeviceByIdentifier",
      { ApplicationName: "erp", DeviceName: "", ForeignDevice: { Name: "d" } },
      "SoValidationException",
      "DeviceName must not be blank.",
    ],
    [
      "SaveForeignDevice",
      { ApplicationName: "erp", ForeignDevice: { DeviceIdentifier: "1" } },
      "SoValidationException",
      "Name must not be blank.",
    ],
    ["SaveForeignKey", { ...address }, "SoInvalidArgumentException", "ForeignKey must be an entity, not null."],
    [
      "SaveForeignKey",
      key({ TableName: "cont" }),
      "SoInvalidArgumentException",
      'TableName "cont" is not the name of a table.',
    ],
    [
      "SaveForeignKey",
      key({ TableName: "contcat" }),
      "SoInvalidArgumentException",
      'TableName "contcat" is not the name of a table; did you mean "contact"?',
    ],
    [
      "SaveForeignKey",
      key({ TableName: "sequence" }),
      "SoInvalidArgumentException",
      'TableName "sequence" is not the name of a table.',
    ],
    [
      "SaveForeignKey",
      key({ RecordId: 7 }),
      "SoInvalidArgumentException",
      "RecordId must be 0 without a TableName, not 7.",
    ],
    [
      "SaveForeignKey",
      key({ RecordId: "abc" }),
      "SoInvalidArgumentException",
      'RecordId must be an xs:int, not "abc".',
    ],
    [
      "SaveForeignKey",
      key({ RecordId: 2 ** 31 }),
      "SoInvalidArgumentException",
      "RecordId must be an xs:int, not 2147483648.",
    ],
    [
      "SaveForeignKey",
      key({ Value: "a\0b" }),
      "SoInvalidArgumentException",
      "Value has a character that XML cannot carry.",
    ],
    [
      "SaveForeignKey",
      key({ Value: "\ud800" }),
      "SoInvalidArgumentException",
      "Value has a character that XML cannot carry.",
    ],
    ["SaveForeignAppEntity", { ForeignAppEntity: { Name: "" } }, "SoValidationException", "Name must not be blank."],
    [
      "SaveForeignDevice",
      { ForeignDevice: { Name: "d".repeat(32) }, ApplicationName: "a" },
      "SoValidationException",
      "Name has 32 characters; the limit is 31.",
    ],
    [
      "DeleteForeignKeyOnName",
      { ...address, KeyName: "id", TableName: "", RecordId: 3 },
      "SoInvalidArgumentException",
      "RecordId must be 0 without a TableName, not 3.",
    ],
    [
      "GetKey",
      { ...address, TableName: "nonsense" },
      "SoInvalidArgumentException",
      'TableName "nonsense" is not the name of a table.',
    ],
    [
      "GetAllForeignKeysOnEntity",
      { EntityType: "", EntityId: 1 },
      "SoInvalidArgumentException",
      "EntityType must name a table.",
    ],
    [
      "GetAllForeignKeysOnEntity",
      { EntityType: "nonsense", EntityId: 1 },
      "SoInvalidArgumentException",
      'EntityType "nonsense" is not the name of a table.',
    ],
  ] as const)("%s %#: %s", async (operation, input, type, message) => {
    const call = await callerOf(await createNetServer(), "ForeignSystem");
    // Callers without types still send values that the types do not allow.
    await expect(call(operation, input as never)).rejects.toMatchObject(exception(type, message));
    expect(await call("GetApplicationDevices", address), "nothing is half written").toEqual([]);
    expect(await call("GetAppByName", address)).toMatchObject({ ForeignAppId: 0 });
  });

  test("texts just as long as allowed are stored", async () => {
    const call = await callerOf(await createNetServer(), "ForeignSystem");
    const long = { ApplicationName: "a".repeat(254), DeviceName: "d".repeat(31), DeviceIdentifier: "i".repeat(239) };
    await call("SaveForeignKey", { ForeignKey: { Key: "ß".repeat(239) }, ...long });
    expect(await call("GetKeyOnDeviceIdentifier", { ...long, KeyName: "ß".repeat(239) })).not.toBeNull();
  });

  test("looking for something too long to exist finds nothing", async () => {
    const call = await callerOf(await createNetServer(), "ForeignSystem");
    expect(await call("GetDeviceByName", { ApplicationName: "erp", DeviceName: "d".repeat(32) })).toBeNull();
  });
});

describe("what is refused of every agent", () => {
  test("operations and versions that are not there", async () => {
    const server = await createNetServer({ services: ["Services84", "Services88"] });
    const call = await callerOf(server, "ForeignSystem");
    const refused = (message: string) => exception("SoIllegalOperationException", message);
    expect(server.services).toEqual(["Services84", "Services88"]);
    await expect(call("GetAllForeignKeysOnEntity", {}, { services: "Services84" })).rejects.toMatchObject(
      refused("Services84 has no operation ForeignSystem.GetAllForeignKeysOnEntity."),
    );
    await expect(call("GetKey", {}, { services: "Services75" })).rejects.toMatchObject(
      refused("Services75 is not served."),
    );
    await expect(call("constructor" as "GetKey", {})).rejects.toMatchObject(
      refused("Services88 has no operation ForeignSystem.constructor."),
    );
  });

  test.each<[NetServerOptions, string]>([
    [{ ticketLifetimeSeconds: 0 }, "ticketLifetimeSeconds must be more than 0, not 0"],
    [{ ticketLifetimeSeconds: Number.NaN }, "ticketLifetimeSeconds must be more than 0, not NaN"],
    [{ services: [] }, "at least one version"],
    [{ services: ["Services99" as "Services88"] }, "there is no version Services99"],
    [{ foreignSystem: { maxValueLength: -1 } }, "maxValueLength must be 1 or more, not -1"],
    [{ tenant: "a;b" }, "tenant must not be blank or hold a semicolon"],
    [{ accessTokens: [{ token: "", user: "ADM0" }] }, "accessTokens: a token must not be blank"],
    [{ applications: [{ token: "" }] }, "applications: a token must not be blank"],
    [{ tables: { y_own: 0 } }, 'the number of the table "y_own" must be from 1 to 32767, not 0'],
    [{ tables: { y_own: 32_768 } }, 'the number of the table "y_own" must be from 1 to 32767, not 32768'],
    [{ tables: { y_own: 1.5 } }, 'the number of the table "y_own" must be from 1 to 32767, not 1.5'],
  ])("an option that cannot be meant: %j", async (options, message) => {
    await expect(createNetServer(options)).rejects.toThrow(message);
  });

  test("no option that is undefined, which is as if it were left out", async () => {
    const undefinedOf = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
    // The types of other programs allow what those here do not.
    const options: NetServerOptions = {
      answers: undefinedOf("missingEntity", "emptyList", "overlongText", "dates", "rights"),
      foreignSystem: undefinedOf("autoCreate", "unknownApp", "deleteWithChildren", "maxValueLength", "unknownTable"),
      synchronization: undefinedOf("connectors", "schedule"),
    };
    const call = await callerOf(await createNetServer(options), "ForeignSystem");
    expect(await call("SaveForeignKey", key({ Value: "1" }))).toMatchObject({ Value: "1", FieldProperties: null });
    expect(await call("GetForeignDevice", { ForeignDeviceId: 99 })).toBeNull();
    await call("DeleteForeignAppEntity", { ForeignAppEntityId: 1 });
    expect(await call("GetAppByName", address)).toMatchObject({ ForeignAppId: 0 });
  });

  test("which operations are there can be asked", async () => {
    const server = await createNetServer();
    expect(server.implements("ForeignSystem", "GetDeviceKeys")).toBe(true);
    expect(server.implements("Relation", "SaveContactRelation")).toBe(true);
    expect(server.implements("SoPrincipal", "GetSystemInfo")).toBe(true);
    expect(server.implements("ErpSync", "SaveConnection")).toBe(true);
  });

  test("a name that no version of the contract knows, of which nothing is stored", async () => {
    const netServer = await createNetServer();
    const context = { services: "Services80", ticket: await netServer.issueTicket("ADM0") } as const;
    const row = { Key: "id", Value: "v", recordId: 2, TableName: "contact" };
    await expect(
      netServer.call("ForeignSystem", "SaveForeignKey", { ...address, ForeignKey: row }, context),
    ).rejects.toThrow(new SchemaError("a member of ForeignKey", '"recordId"', "ForeignKey.recordId", "RecordId"));
    const device = { ...address, devicename: "erp" };
    const items = netServer.stream("ForeignSystem", "GetDeviceKeysOnDeviceIdentifier", device, context);
    await expect(items).rejects.toThrow("did you mean DeviceName?");
    expect(await netServer.call("ForeignSystem", "GetApplicationDevices", { ApplicationName: "erp" }, context)).toEqual(
      [],
    );
    // A member that an older version lacks is answered, and may be sent back.
    const ForeignAppEntity = await netServer.call(
      "ForeignSystem",
      "SaveForeignAppEntity",
      { ForeignAppEntity: { Name: "a" } },
      context,
    );
    expect(ForeignAppEntity?.CreatedBy?.UserName).toBe("ADM0");
    await netServer.call("ForeignSystem", "SaveForeignAppEntity", { ForeignAppEntity }, context);
    await netServer.close();
  });

  test("a name of millions of blanks, which is looked for as fast as any", async () => {
    const call = await callerOf(await createNetServer(), "ForeignSystem");
    // A pattern that tries anew at every blank would take hours.
    const name = `${" ".repeat(3_000_000)}x`;
    expect(await call("GetKey", { ...address, ApplicationName: name, KeyName: name })).toBeNull();
    expect(await call("GetKeyByValue", { ...address, KeyName: "id", KeyValue: name })).toBeNull();
  });

  test("a call whose caller left before it began", async () => {
    const call = await callerOf(await createNetServer(), "ForeignSystem");
    const signal = AbortSignal.abort(new Error("the client left"));
    await expect(call("SaveForeignKey", key({}), { signal })).rejects.toThrow("the client left");
    expect(await call("GetApplicationDevices", address)).toEqual([]);
  });
});
