import { expect, test } from "vitest";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const now = new Date("2024-03-09T13:14:15.678Z");
const full = { TableRight: { Mask: ["Select", "Update", "Insert", "Delete"], Reason: "" }, FieldProperties: null };

describeOnEachStore("apps, devices and keys", ({ netServer }) => {
  async function foreignSystem(options = {}) {
    return callerOf(await netServer({ clock: () => now, ...options }), "ForeignSystem");
  }

  test("the documented happy path: app, device, key, look-up", async () => {
    const call = await foreignSystem();
    const app = await call("SaveForeignAppEntity", { ForeignAppEntity: { ForeignAppId: 0, Name: "ERP" } });
    const device = await call("SaveForeignDevice", { ForeignDevice: { Name: "Main" }, ApplicationName: "ERP" });
    await call("SaveForeignKey", {
      ForeignKey: { Key: "LastSync", Value: "2024" },
      ApplicationName: "ERP",
      DeviceName: "Main",
    });
    const key = await call("GetKey", { ApplicationName: "ERP", DeviceName: "Main", KeyName: "LastSync" });

    expect(app).toMatchObject({ Name: "ERP", Devices: [], CreatedBy: { Name: "ADM0", FullName: "Ada Minde" } });
    expect(device).toEqual({
      ...full,
      ForeignDeviceId: expect.any(Number),
      Name: "Main",
      CreatedDate: "2024-03-09T13:14:15",
      UpdatedDate: "2024-03-09T13:14:15",
      AssociateFullName: "",
      CreatedBy: "Ada Minde",
      UpdatedBy: "Ada Minde",
      DeviceIdentifier: "",
      ForeignAppId: app?.ForeignAppId,
    });
    expect(key).toEqual({
      ...full,
      Key: "LastSync",
      Value: "2024",
      RecordId: 0,
      CreatedDate: "2024-03-09T13:14:15",
      UpdatedDate: "2024-03-09T13:14:15",
      UpdatedBy: "Ada Minde",
      CreatedBy: "Ada Minde",
      TableName: "",
    });
  });

  test("one call of SaveForeignKey creates app and device", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };
    const saved = await call("SaveForeignKey", {
      ForeignKey: { Key: "id", Value: "4711", TableName: "Contact", RecordId: 1 },
      ...address,
    });
    const app = await call("GetAppByName", { ApplicationName: "erp" });

    expect(saved).toMatchObject({ Key: "id", Value: "4711", TableName: "contact", RecordId: 1 });
    expect(app).toMatchObject({ ForeignAppId: 1, Devices: [{ Name: "erp", DeviceIdentifier: "", ForeignAppId: 1 }] });
  });

  test("an unknown app is an entity with id 0; other unknown things are nil, and unknown lists empty", async () => {
    const call = await foreignSystem();
    const nowhere = {
      ApplicationName: "no",
      DeviceName: "no",
      DeviceIdentifier: "",
      KeyName: "no",
      TableName: "",
      RecordId: 0,
    };

    expect(await call("GetAppByName", nowhere)).toEqual({
      ...full,
      ForeignAppId: 0,
      Name: "",
      CreatedDate: "0001-01-01T00:00:00",
      UpdatedDate: "0001-01-01T00:00:00",
      CreatedBy: null,
      UpdatedBy: null,
      Devices: [],
    });
    expect(await call("CreateDefaultForeignAppEntity", {})).toEqual(await call("GetAppByName", nowhere));
    expect(await call("GetForeignAppEntity", { ForeignAppEntityId: 99 })).toBeNull();
    expect(await call("GetForeignDevice", { ForeignDeviceId: 99 })).toBeNull();
    expect(await call("GetDeviceByName", nowhere)).toBeNull();
    expect(await call("GetDeviceByIdentifier", nowhere)).toBeNull();
    expect(await call("GetKey", nowhere)).toBeNull();
    expect(await call("GetKeyValue", nowhere)).toBeNull();
    expect(await call("GetKeyOnDeviceIdentifier", nowhere)).toBeNull();
    expect(await call("GetKeyValueOnDeviceIdentifier", nowhere)).toBeNull();
    expect(await call("GetKeyByValue", { ...nowhere, KeyValue: "x" })).toBeNull();
    expect(await call("GetKeyByValueAndIdentifier", { ...nowhere, KeyValue: "x" })).toBeNull();
    expect(await call("GetApplicationDevices", nowhere)).toEqual([]);
    expect(await call("GetApplicationKeys", nowhere)).toEqual([]);
    expect(await call("GetDeviceKeys", nowhere)).toEqual([]);
    expect(await call("GetDeviceKeysOnDeviceIdentifier", nowhere)).toEqual([]);
    expect(await call("GetDeviceKeysOnDeviceIdentifierTable", nowhere)).toEqual([]);
    expect(await call("GetDeviceKeysOnDeviceIdentifierTableRecordId", nowhere)).toEqual([]);
    expect(await call("GetAllForeignKeysOnEntity", { EntityType: "contact", EntityId: 1 })).toEqual({});
    expect(await call("GetApplicationDevices", nowhere), "reading creates nothing").toEqual([]);
  });

  test("two identifiers on one device name are two devices, which the name alone addresses together", async () => {
    const call = await foreignSystem();
    const app = { ApplicationName: "DevNet", DeviceName: "Demo" };
    for (const DeviceIdentifier of ["DeviceOne", "DeviceTwo"]) {
      const ForeignKey = { Key: "Status", Value: DeviceIdentifier, TableName: "sale", RecordId: 7 };
      await call("SaveForeignKey", { ForeignKey, ...app, DeviceIdentifier });
    }
    const sought = { ...app, KeyName: "Status", TableName: "sale", RecordId: 7 };

    expect(await call("GetKeyValue", sought), "the lowest id wins").toBe("DeviceOne");
    expect(await call("GetKeyValueOnDeviceIdentifier", { ...sought, DeviceIdentifier: "DeviceTwo" })).toBe("DeviceTwo");
    expect(await call("GetKeyOnDeviceIdentifier", { ...sought, DeviceIdentifier: "" }), "blank is not any").toBeNull();
    expect(await call("GetKeyByValue", { ...sought, KeyValue: "DeviceTwo" })).toMatchObject({ RecordId: 7 });
    const keysOf = async (DeviceIdentifier: string) =>
      (await call("GetDeviceKeysOnDeviceIdentifier", { ...app, DeviceIdentifier }))?.map((key) => key?.Value);
    expect((await call("GetDeviceKeys", app))?.map((key) => key?.Value)).toEqual(["DeviceOne", "DeviceTwo"]);
    expect(await keysOf("DeviceTwo")).toEqual(["DeviceTwo"]);
    expect(await keysOf("")).toEqual([]);
    expect(await call("GetDeviceByName", app)).toMatchObject({ DeviceIdentifier: "DeviceOne" });
    expect(await call("GetAllForeignKeysOnEntity", { EntityType: "SALE", EntityId: 7 })).toEqual({
      "DevNet.DeviceOne.Status": "DeviceOne",
      "DevNet.DeviceTwo.Status": "DeviceTwo",
    });
  });

  test("a partner's bookkeeping: add, exists, delete, clean up", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "Partner.Apps", DeviceName: "My App", DeviceIdentifier: "My App" };
    const ForeignKey = { Key: "contact.cat", Value: "x", TableName: "extapp", RecordId: 12 };
    await call("AddForeignKey", { ForeignKey, ...address });
    const exists = () =>
      call("GetKeyByValue", { ...address, KeyName: "contact.cat", KeyValue: "x", TableName: "extapp" });

    expect(await exists()).toMatchObject({ RecordId: 12, TableName: "extapp" });
    await call("DeleteForeignKey", { ForeignKey, ...address, TableName: "extapp", RecordId: 12 });
    expect(await exists()).toBeNull();
    const device = await call("GetDeviceByName", address);
    await call("DeleteForeignDevice", { ForeignDevice: device, ApplicationName: "Partner.Apps" });
    const app = await call("GetAppByName", address);
    expect(app?.Devices).toEqual([]);
    await call("DeleteForeignAppEntity", { ForeignAppEntityId: app?.ForeignAppId ?? 0 });
    expect(await call("GetAppByName", address)).toMatchObject({ ForeignAppId: 0 });
  });

  test("saving again updates: new value and updater, same creation", async () => {
    let moment = now;
    const server = await netServer({
      clock: () => moment,
      demo: true,
      users: [{ name: "eva", password: "x", fullName: "Eva Ek" }],
    });
    const ada = await callerOf(server, "ForeignSystem");
    const eva = await callerOf(server, "ForeignSystem", { user: "eva" });
    const address = { ApplicationName: "erp", DeviceName: "erp" };
    await ada("SaveForeignKey", {
      ForeignKey: { Key: "Id", Value: "1", TableName: "contact", RecordId: 1 },
      ...address,
    });
    moment = new Date("2024-03-09T18:00:00Z");
    await eva("SaveForeignKey", {
      ForeignKey: { Key: "ID ", Value: "2", TableName: "CONTACT", RecordId: 1, CreatedBy: "me" },
      ...address,
    });

    expect(await ada("GetApplicationKeys", address)).toEqual([
      expect.objectContaining({
        Key: "Id",
        Value: "2",
        CreatedBy: "Ada Minde",
        CreatedDate: "2024-03-09T13:14:15",
        UpdatedBy: "Eva Ek",
        UpdatedDate: "2024-03-09T18:00:00",
      }),
    ]);
  });

  test("names and values compare without regard to case and trailing blanks, and come back as stored", async () => {
    const call = await foreignSystem();
    const Value = '  Ærøskøbing Straße 😀 & <b> "x"  ';
    const address = { ApplicationName: "Ærp", DeviceName: "Enhet", DeviceIdentifier: "Nr 1" };
    await call("SaveForeignKey", { ForeignKey: { Key: "Nøkkel", Value }, ...address });
    const sought = { ApplicationName: "ærp ", DeviceName: "ENHET", DeviceIdentifier: "nr 1", KeyName: "NØKKEL" };

    expect(await call("GetKeyOnDeviceIdentifier", sought)).toMatchObject({ Key: "Nøkkel", Value });
    const byValue = { ...sought, KeyValue: '  ærøskøbing strasse 😀 & <B> "X"' };
    expect(await call("GetKeyByValueAndIdentifier", byValue)).toMatchObject({ Value });
    expect(await call("GetKeyByValueAndIdentifier", { ...byValue, KeyValue: Value.trimStart() })).toBeNull();
  });

  test("values of any length are stored whole and found by their value", async () => {
    const call = await foreignSystem();
    const Value = `${"æ".repeat(100_000)} end `;
    const address = { ApplicationName: "erp", DeviceName: "erp" };
    await call("SaveForeignKey", { ForeignKey: { Key: "long", Value }, ...address });

    expect((await call("GetKey", { ...address, KeyName: "long" }))?.Value).toBe(Value);
    expect(await call("GetKeyByValue", { ...address, KeyName: "long", KeyValue: Value })).toMatchObject({
      Key: "long",
    });
    expect(await call("GetKeyByValue", { ...address, KeyName: "long", KeyValue: `${Value}.` })).toBeNull();
  });

  test("a value may be blank, be it nil, absent or empty", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp" };
    for (const value of [{ Value: null }, {}, { Value: "" }]) {
      const saved = await call("SaveForeignKey", { ForeignKey: { Key: "id", ...value }, ...address });
      expect(saved).toMatchObject({ Key: "id", Value: "", RecordId: 0, TableName: "" });
    }
    expect(await call("GetKeyValue", { ...address, KeyName: "id" })).toBe("");
  });

  test("look-ups by value need no record, but the right table", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp" };
    for (const [TableName, RecordId] of [
      ["contact", 3],
      ["contact", 2],
      ["person", 9],
      ["", 0],
    ] as const) {
      await call("SaveForeignKey", { ForeignKey: { Key: "id", Value: "v", TableName, RecordId }, ...address });
    }
    const sought = { ...address, KeyName: "id", KeyValue: "v" };
    expect(await call("GetKeyByValue", { ...sought, TableName: "contact" }), "the oldest wins").toMatchObject({
      RecordId: 3,
    });
    expect(await call("GetKeyByValue", { ...sought, TableName: "person" })).toMatchObject({ RecordId: 9 });
    expect(await call("GetKeyByValue", sought)).toMatchObject({ TableName: "", RecordId: 0 });
    expect(await call("GetKeyByValue", { ...sought, TableName: "sale" })).toBeNull();
  });

  test("lists can be narrowed to a table, to a record, and to keys bound to nothing", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "1" };
    for (const [Key, TableName, RecordId] of [
      ["a", "sale", 1],
      ["b", "sale", 1],
      ["c", "sale", 2],
      ["d", "sale", 0],
      ["e", "", 0],
    ] as const) {
      await call("SaveForeignKey", { ForeignKey: { Key, TableName, RecordId }, ...address });
    }
    const names = (keys: ({ Key?: string | null } | null)[] | null) => keys?.map((key) => key?.Key).join("");
    expect(names(await call("GetDeviceKeysOnDeviceIdentifier", address))).toBe("abcde");
    expect(names(await call("GetDeviceKeysOnDeviceIdentifierTable", { ...address, TableName: "sale" }))).toBe("abcd");
    expect(names(await call("GetDeviceKeysOnDeviceIdentifierTable", { ...address, TableName: "" }))).toBe("e");
    const onRecord = (RecordId: number) =>
      call("GetDeviceKeysOnDeviceIdentifierTableRecordId", { ...address, TableName: "Sale", RecordId });
    expect(names(await onRecord(1))).toBe("ab");
    expect(names(await onRecord(0)), "0 is no wildcard here").toBe("d");
  });

  test.each([
    { TableName: "sale", RecordId: 1, left: "sale/2 sale/0 person/1 /0" },
    { TableName: "sale", RecordId: 0, left: "person/1 /0" },
    { TableName: "", RecordId: 0, left: "" },
  ])("deleting by name with table $TableName and record $RecordId leaves $left", async ({ left, ...wildcard }) => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "1" };
    const bound = [
      ["sale", 1],
      ["sale", 2],
      ["sale", 0],
      ["person", 1],
      ["", 0],
    ] as const;
    for (const [TableName, RecordId] of bound) {
      await call("SaveForeignKey", { ForeignKey: { Key: "id", TableName, RecordId }, ...address });
    }
    await call("SaveForeignKey", { ForeignKey: { Key: "other" }, ...address });
    await call("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address, DeviceIdentifier: "2" });
    await call("DeleteForeignKeyOnName", { ...address, KeyName: "ID", ...wildcard });

    const keys = (await call("GetDeviceKeysOnDeviceIdentifier", address)) ?? [];
    const shown = keys.filter((key) => key?.Key === "id").map((key) => `${key?.TableName}/${key?.RecordId}`);
    expect(shown.join(" ")).toBe(left);
    expect(
      keys.some((key) => key?.Key === "other"),
      "other names stay",
    ).toBe(true);
    expect(await call("GetDeviceKeysOnDeviceIdentifier", { ...address, DeviceIdentifier: "2" })).toHaveLength(1);
  });

  test("DeleteForeignKey looks only at the carrier's name", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };
    await call("SaveForeignKey", { ForeignKey: { Key: "id", Value: "1", TableName: "sale", RecordId: 5 }, ...address });
    const ForeignKey = { Key: "id", Value: "other", TableName: "person", RecordId: 8 };
    await call("DeleteForeignKey", { ForeignKey, ...address, TableName: "sale", RecordId: 6 });
    expect(await call("GetDeviceKeys", address)).toHaveLength(1);
    await call("DeleteForeignKey", { ForeignKey, ...address, TableName: "", RecordId: 0 });
    expect(await call("GetDeviceKeys", address)).toEqual([]);
  });

  test("saving an app by a taken name answers that app; renaming to one is refused", async () => {
    const call = await foreignSystem();
    const save = (ForeignAppId: number, Name: string) =>
      call("SaveForeignAppEntity", { ForeignAppEntity: { ForeignAppId, Name } });
    const first = await save(0, "ERP");
    expect(await save(0, "erp ")).toMatchObject({ ForeignAppId: first?.ForeignAppId, Name: "ERP" });
    const second = await save(0, "CRM");
    await expect(save(second?.ForeignAppId ?? 0, "ERP")).rejects.toMatchObject(
      exception("SoDuplicateException", 'There is a foreign app "ERP" already.'),
    );
    expect(await save(second?.ForeignAppId ?? 0, "crm")).toMatchObject({
      ForeignAppId: second?.ForeignAppId,
      Name: "crm",
    });
    for (const name of ["New", "ERP"]) {
      await expect(save(99, name)).rejects.toMatchObject(
        exception("SoNotFoundException", "There is no foreign app with id 99."),
      );
    }
  });

  test("devices are added once, saved under their address, and renamed by their carrier", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "phone", DeviceIdentifier: "A1" };
    const added = await call("AddDeviceByIdentifier", address);
    expect(await call("AddDeviceByIdentifier", { ...address, DeviceName: "PHONE" })).toEqual(added);
    expect(await call("SaveDeviceByIdentifier", { ...address, ForeignDevice: null })).toEqual(added);
    const ForeignDevice = { Name: "tablet", DeviceIdentifier: "B2" };
    const renamed = await call("SaveDeviceByIdentifier", { ...address, ForeignDevice });
    expect(renamed).toMatchObject({ ...ForeignDevice, ForeignDeviceId: added?.ForeignDeviceId });
    expect(await call("GetDeviceByIdentifier", address)).toBeNull();
    await call("AddDeviceByIdentifier", address);
    await expect(call("SaveDeviceByIdentifier", { ...address, ForeignDevice })).rejects.toMatchObject(
      exception("SoDuplicateException", 'The app has a device "tablet" with that identifier already.'),
    );
    await call("DeleteDeviceByIdentifier", address);
    await call("DeleteDeviceByIdentifier", address);
    expect(await call("GetApplicationDevices", address)).toEqual([renamed]);
  });

  test("SaveForeignDevice finds its app by name, else by the carrier's app, else keeps it", async () => {
    const call = await foreignSystem();
    const app = await call("SaveForeignAppEntity", { ForeignAppEntity: { Name: "one" } });
    const ForeignAppId = app?.ForeignAppId ?? 0;
    const created = await call("SaveForeignDevice", {
      ForeignDevice: { Name: "d", ForeignAppId },
      ApplicationName: "",
    });
    expect(created).toMatchObject({ ForeignAppId });
    const moved = await call("SaveForeignDevice", { ForeignDevice: { ...created, Name: "e" }, ApplicationName: "two" });
    expect(moved).toMatchObject({ ForeignDeviceId: created?.ForeignDeviceId, Name: "e" });
    expect(moved?.ForeignAppId).not.toBe(ForeignAppId);
    const kept = await call("SaveForeignDevice", {
      ForeignDevice: { ForeignDeviceId: created?.ForeignDeviceId ?? 0, Name: "f" },
    });
    expect(kept?.ForeignAppId).toBe(moved?.ForeignAppId);

    const save = (ForeignDevice: object) => call("SaveForeignDevice", { ForeignDevice });
    await expect(save({ Name: "x" })).rejects.toMatchObject(
      exception("SoValidationException", "ApplicationName or ForeignAppId must name an app."),
    );
    await expect(save({ Name: "x", ForeignAppId: 99 })).rejects.toMatchObject(
      exception("SoNotFoundException", /app with id 99/),
    );
    await expect(save({ Name: "x", ForeignDeviceId: 99 })).rejects.toMatchObject(
      exception("SoNotFoundException", /device with id 99/),
    );
  });

  test("DeleteForeignDevice leaves another app's device alone", async () => {
    const call = await foreignSystem();
    const device = await call("AddDeviceByIdentifier", { ApplicationName: "one", DeviceName: "d" });
    await call("AddDeviceByIdentifier", { ApplicationName: "two", DeviceName: "d" });
    await call("DeleteForeignDevice", { ForeignDevice: device, ApplicationName: "two" });
    expect(await call("GetForeignDevice", { ForeignDeviceId: device?.ForeignDeviceId ?? 0 })).toEqual(device);
    await call("DeleteForeignDevice", { ForeignDevice: { Name: "d" }, ApplicationName: "two" });
    expect(await call("GetApplicationDevices", { ApplicationName: "two" })).toEqual([]);
  });

  test("deleting an app takes its devices and keys along", async () => {
    const call = await foreignSystem();
    const address = { ApplicationName: "erp", DeviceName: "erp" };
    await call("SaveForeignKey", { ForeignKey: { Key: "id", TableName: "contact", RecordId: 1 }, ...address });
    await call("DeleteForeignAppEntity", { ForeignAppEntityId: 1 });
    await call("DeleteForeignAppEntity", { ForeignAppEntityId: 1 });
    expect(await call("GetAllForeignKeysOnEntity", { EntityType: "contact", EntityId: 1 })).toEqual({});
  });
});
