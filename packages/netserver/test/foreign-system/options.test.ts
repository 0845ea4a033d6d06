import { describe, expect, test } from "vitest";
import { createNetServer, type ForeignSystemOptions, type NetServerOptions } from "../../src/index.ts";
import { callerOf, exception } from "../callers.ts";

const address = { ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };

async function foreignSystem(foreignSystem: ForeignSystemOptions, options: NetServerOptions = {}) {
  return callerOf(await createNetServer({ ...options, foreignSystem }), "ForeignSystem");
}

describe("options of ForeignSystem", () => {
  test("autoCreate: false wants app and device to be there", async () => {
    const call = await foreignSystem({ autoCreate: false });
    const save = () => call("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    await expect(save()).rejects.toMatchObject(exception("SoNotFoundException", 'There is no foreign app "erp".'));
    await expect(call("AddDeviceByIdentifier", address)).rejects.toMatchObject(
      exception("SoNotFoundException", /app "erp"/),
    );
    await call("SaveForeignAppEntity", { ForeignAppEntity: { Name: "erp" } });
    await expect(save()).rejects.toMatchObject(exception("SoNotFoundException", 'There is no foreign device "erp".'));
    await call("AddDeviceByIdentifier", address);
    expect(await save()).toMatchObject({ Key: "id" });
  });

  test("addRejectsDuplicates: true refuses to add a key twice, and leaves it as it was", async () => {
    const call = await foreignSystem({ addRejectsDuplicates: true });
    const add = (Value: string) => call("AddForeignKey", { ForeignKey: { Key: "id", Value }, ...address });
    await add("1");
    await expect(add("2")).rejects.toMatchObject(
      exception("SoDuplicateException", 'There is a key "id" on that device and record.'),
    );
    expect(await call("GetKeyValue", { ...address, KeyName: "id" })).toBe("1");
    await call("SaveForeignKey", { ForeignKey: { Key: "id", Value: "3" }, ...address });
    expect(await call("GetKeyValue", { ...address, KeyName: "id" })).toBe("3");
  });

  test("adding a key twice updates it by default", async () => {
    const call = await foreignSystem({});
    for (const Value of ["1", "2"]) await call("AddForeignKey", { ForeignKey: { Key: "id", Value }, ...address });
    expect(await call("GetDeviceKeys", address)).toEqual([expect.objectContaining({ Value: "2" })]);
  });

  test('takenAppName: "reject" refuses a second app of a name', async () => {
    const call = await foreignSystem({ takenAppName: "reject" });
    const save = () => call("SaveForeignAppEntity", { ForeignAppEntity: { Name: "ERP" } });
    await save();
    await expect(save()).rejects.toMatchObject(
      exception("SoDuplicateException", 'There is a foreign app "ERP" already.'),
    );
  });

  test('unknownApp: "nil" answers nil for an app that is not there', async () => {
    const call = await foreignSystem({ unknownApp: "nil" });
    expect(await call("GetAppByName", { ApplicationName: "no" })).toBeNull();
  });

  test('comparison: "ordinal" tells case and trailing blanks apart', async () => {
    const call = await foreignSystem({ comparison: "ordinal" });
    for (const Key of ["id", "ID", "id "])
      await call("SaveForeignKey", { ForeignKey: { Key, Value: Key }, ...address });
    expect(await call("GetDeviceKeys", address)).toHaveLength(3);
    expect(await call("GetKeyByValue", { ...address, KeyName: "ID", KeyValue: "id" })).toBeNull();
    expect(await call("GetKeyByValue", { ...address, KeyName: "ID", KeyValue: "ID" })).toMatchObject({ Key: "ID" });
  });

  test("emptyIdentifierMatchesAny: true finds and deletes whatever the identifier, but writes to the blank one", async () => {
    const call = await foreignSystem({ emptyIdentifierMatchesAny: true });
    await call("SaveForeignKey", { ForeignKey: { Key: "id", Value: "1" }, ...address, DeviceIdentifier: "A" });
    expect(await call("GetKeyValueOnDeviceIdentifier", { ...address, KeyName: "id" })).toBe("1");
    expect(await call("GetDeviceByIdentifier", address)).toMatchObject({ DeviceIdentifier: "A" });
    await call("SaveForeignKey", { ForeignKey: { Key: "id", Value: "2" }, ...address });
    expect(await call("GetDeviceKeysOnDeviceIdentifier", address)).toHaveLength(2);
    await call("DeleteForeignKeyOnName", { ...address, KeyName: "id" });
    expect(await call("GetDeviceKeys", address)).toEqual([]);
  });

  test('ambiguousDevice: "reject" wants an identifier once two devices share a name', async () => {
    const call = await foreignSystem({ ambiguousDevice: "reject" });
    await call("SaveForeignKey", { ForeignKey: { Key: "id", Value: "1" }, ...address, DeviceIdentifier: "A" });
    expect(await call("GetKeyValue", { ...address, KeyName: "id" })).toBe("1");
    await call("AddDeviceByIdentifier", { ...address, DeviceIdentifier: "B" });
    const ambiguous = exception("SoInvalidArgumentException", /Several devices/);
    await expect(call("GetKeyValue", { ...address, KeyName: "id" })).rejects.toMatchObject(ambiguous);
    await expect(call("GetDeviceByName", address)).rejects.toMatchObject(ambiguous);
    await expect(call("GetDeviceKeys", address)).rejects.toMatchObject(ambiguous);
    expect(await call("GetKeyValueOnDeviceIdentifier", { ...address, DeviceIdentifier: "A", KeyName: "id" })).toBe("1");
  });

  test('deleteWithChildren: "reject" wants the inside deleted first', async () => {
    const call = await foreignSystem({ deleteWithChildren: "reject" });
    await call("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    const deleteApp = () => call("DeleteForeignAppEntity", { ForeignAppEntityId: 1 });
    await expect(deleteApp()).rejects.toMatchObject(
      exception("SoIllegalOperationException", "The foreign app with id 1 has devices."),
    );
    await expect(call("DeleteDeviceByIdentifier", address)).rejects.toMatchObject(
      exception("SoIllegalOperationException", "The foreign device with id 1 has keys."),
    );
    await call("DeleteForeignKeyOnName", { ...address, KeyName: "id" });
    await call("DeleteDeviceByIdentifier", address);
    await deleteApp();
    expect(await call("GetAppByName", address)).toMatchObject({ ForeignAppId: 0 });
  });

  test("maxValueLength limits values, cut or refused", async () => {
    const refusing = await foreignSystem({ maxValueLength: 3 });
    const save = { ForeignKey: { Key: "id", Value: "ab😀" }, ...address };
    await expect(refusing("SaveForeignKey", save)).rejects.toMatchObject(
      exception("SoValidationException", "Value has 4 characters; the limit is 3."),
    );
    const cutting = await foreignSystem({ maxValueLength: 3 }, { answers: { overlongText: "truncate" } });
    expect(await cutting("SaveForeignKey", save), "half a character is none").toMatchObject({ Value: "ab" });
  });

  test('blankNames: "store" stores devices and keys without a name', async () => {
    const call = await foreignSystem({ blankNames: "store" });
    const saved = await call("SaveForeignKey", { ForeignKey: { Value: "v" }, ApplicationName: "erp" });
    expect(saved).toMatchObject({ Key: "", Value: "v" });
    expect(await call("GetKeyValue", { ApplicationName: "erp" })).toBe("v");
    await expect(call("SaveForeignKey", { ForeignKey: { Key: "id" }, ApplicationName: "" })).rejects.toMatchObject(
      exception("SoValidationException", "ApplicationName must not be blank."),
    );
  });

  test('unknownTable: "store-as-0" takes an unknown table for none', async () => {
    const call = await foreignSystem({ unknownTable: "store-as-0" });
    const saved = await call("SaveForeignKey", { ForeignKey: { Key: "id", TableName: "nonsense" }, ...address });
    expect(saved).toMatchObject({ TableName: "", RecordId: 0 });
    const bound = { Key: "id", Value: "bound", TableName: "nonsense", RecordId: 3 };
    expect(await call("SaveForeignKey", { ForeignKey: bound, ...address })).toMatchObject({
      TableName: "",
      RecordId: 3,
    });
    const sought = { KeyName: "id", TableName: "nonsense", RecordId: 3 };
    expect(await call("GetKey", { ...sought, ...address })).toMatchObject({ Value: "bound" });
  });

  test('unknownTable: "store-as-0" deletes by an unknown table what is stored for it, not on all tables', async () => {
    const call = await foreignSystem({ unknownTable: "store-as-0" });
    const save = (TableName: string, RecordId: number) =>
      call("SaveForeignKey", { ForeignKey: { Key: "id", Value: TableName, TableName, RecordId }, ...address });
    const left = async () => (await call("GetDeviceKeys", address))?.map((key) => key?.Value);
    for (const table of ["contact", "person", "nonsense"]) await save(table, 7);
    const found = { KeyName: "id", TableName: "nonsense", ...address };
    await call("DeleteForeignKeyOnName", { ...found, RecordId: 7 });
    expect(await left()).toEqual(["contact", "person"]);
    await save("nonsense", 8);
    await call("DeleteForeignKey", { ForeignKey: { Key: "id" }, ...address, TableName: " no such ", RecordId: 0 });
    expect(await left()).toEqual(["contact", "person"]);
    await call("DeleteForeignKeyOnName", { ...found, TableName: " ", RecordId: 0 });
    expect(await left(), "a blank table is all of them").toEqual([]);
  });

  test('recordWithoutTable: "ignore" reads the record as 0', async () => {
    const call = await foreignSystem({ recordWithoutTable: "ignore" });
    expect(await call("SaveForeignKey", { ForeignKey: { Key: "id", RecordId: 5 }, ...address })).toMatchObject({
      RecordId: 0,
    });
  });

  test("tables adds this installation's own tables", async () => {
    const call = await foreignSystem({}, { tables: { Y_Invoice: 10_001 } });
    const saved = await call("SaveForeignKey", {
      ForeignKey: { Key: "id", TableName: "y_INVOICE", RecordId: 1 },
      ...address,
    });
    expect(saved).toMatchObject({ TableName: "y_invoice" });
  });

  test("tables cannot take the names or numbers of SuperOffice's own", async () => {
    await expect(createNetServer({ tables: { foo: 5 } })).rejects.toThrow(
      'the number 5 is that of the table "contact"',
    );
    await expect(createNetServer({ tables: { Contact: 9000 } })).rejects.toThrow(
      'the table "contact" has the number 5 already',
    );
    await (await createNetServer({ tables: { Contact: 5 } })).close();
  });
});

describe("options of answers", () => {
  test('missingEntity: "exception" throws where nil is the default', async () => {
    const call = await foreignSystem({}, { answers: { missingEntity: "exception" } });
    const missing = (what: string) => exception("SoNotFoundException", `There is no ${what} like that.`);
    await expect(call("GetKey", address)).rejects.toMatchObject(missing("key"));
    await expect(call("GetForeignDevice", { ForeignDeviceId: 9 })).rejects.toMatchObject(missing("foreign device"));
    await expect(call("GetForeignAppEntity", { ForeignAppEntityId: 9 })).rejects.toMatchObject(missing("foreign app"));
  });

  test('emptyList: "nil" answers nil for lists without items', async () => {
    const call = await foreignSystem({}, { answers: { emptyList: "nil" } });
    expect(await call("GetDeviceKeys", address)).toBeNull();
    await call("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    expect(await call("GetDeviceKeys", address)).toHaveLength(1);
    const server = await createNetServer({ answers: { emptyList: "nil" } });
    const ticket = await server.issueTicket("ADM0");
    const context = { services: "Services88", ticket } as const;
    const streamed = await server.stream("ForeignSystem", "GetApplicationKeys", { ApplicationName: "none" }, context);
    expect(streamed, "as it is when it is streamed").toEqual({ nil: true });
    const erpSync = await callerOf(server, "ErpSync");
    expect(await erpSync("GetAllConnections", {}), "also lists that are never long").toBeNull();
    expect(await erpSync("GetAllConnectors", {})).toHaveLength(1);
  });

  test('overlongText: "truncate" cuts names when they are stored and when they are sought', async () => {
    const call = await foreignSystem({}, { answers: { overlongText: "truncate" } });
    const long = { ...address, DeviceName: "d".repeat(40) };
    await call("SaveForeignKey", { ForeignKey: { Key: "k".repeat(300), Value: "1" }, ...long });
    expect(await call("GetDeviceByName", long)).toMatchObject({ Name: "d".repeat(31) });
    expect(await call("GetKey", { ...long, KeyName: "k".repeat(299) })).toMatchObject({ Key: "k".repeat(239) });
  });

  test('overlongText: "truncate" cuts values when they are stored and when they are sought', async () => {
    const call = await foreignSystem({ maxValueLength: 239 }, { answers: { overlongText: "truncate" } });
    const [Key, value] = ["id", "v".repeat(300)];
    await call("SaveForeignKey", { ForeignKey: { Key, Value: value }, ...address });
    for (const KeyValue of [value, value.slice(0, 239)]) {
      const sought = { ...address, KeyName: Key, KeyValue };
      expect(await call("GetKeyByValue", sought)).toMatchObject({ Value: "v".repeat(239) });
      expect(await call("GetKeyByValueAndIdentifier", sought)).toMatchObject({ Value: "v".repeat(239) });
    }
    const refusing = await foreignSystem({ maxValueLength: 239 });
    await refusing("SaveForeignKey", { ForeignKey: { Key, Value: "v".repeat(239) }, ...address });
    const sought = { ...address, KeyName: Key, KeyValue: value };
    expect(await refusing("GetKeyByValue", sought), "where longer values are refused there is none").toBeNull();
  });

  test('dates: "utc-marked" ends dates in Z, and rights says more or less', async () => {
    const call = await foreignSystem(
      {},
      { clock: () => new Date(0), answers: { dates: "utc-marked", rights: "table-and-fields" } },
    );
    const key = await call("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    expect(key?.CreatedDate).toBe("1970-01-01T00:00:00Z");
    expect((await call("CreateDefaultForeignAppEntity", {}))?.CreatedDate).toBe("0001-01-01T00:00:00Z");
    expect(key?.FieldProperties).toMatchObject({
      Key: { FieldRight: { Mask: ["Read", "Write"], Reason: "" }, FieldType: "System.String", FieldLength: 239 },
      RecordId: { FieldType: "System.Int32", FieldLength: 0 },
    });
    const silent = await foreignSystem({}, { answers: { rights: "nil" } });
    const bare = await silent("SaveForeignKey", { ForeignKey: { Key: "id" }, ...address });
    expect(bare).toMatchObject({ TableRight: null, FieldProperties: null });
  });
});
