import { type ErpConnector, missingConfiguration } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { activate, linkCustomer, name } from "./erp-demo.ts";
import { connectFake, createFakeErp, createTimeLimits, field, never } from "./erp-fake.ts";

const { schedule, exceeds } = createTimeLimits();

const Connection = { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true };

describeOnEachStore("connectors", ({ netServer }) => {
  test("are listed without the retired ones, which can be when nothing uses them", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    await call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: { DisplayName: "Other", URL: "http://other" } });
    expect(await call("GetAllConnectors", {})).toEqual([
      { Id: 1, Name: "Demo ERP", ToolTip: "demo://erp" },
      { Id: 2, Name: "Other", ToolTip: "http://other" },
    ]);
    const saved = await call("SaveConnection", { Connection });
    const ErpConnectionId = saved?.ErpConnectionId ?? 0;
    const can = (ErpSyncConnectorId: number) => call("CanDeleteErpSyncConnectorEntity", { ErpSyncConnectorId });
    expect([await can(1), await can(2), await can(99)]).toEqual([
      "ErrorConnectorHasConnections",
      "NoError",
      "ErrorNotFound",
    ]);
    const remove = (ErpSyncConnectorEntityId: number) =>
      call("DeleteErpSyncConnectorEntity", { ErpSyncConnectorEntityId });
    await expect(remove(1)).rejects.toMatchObject(
      exception("SoIllegalOperationException", "Connector 1 has connections."),
    );
    await call("DeleteConnection", { ErpConnectionId });
    await remove(1);
    await remove(99);
    expect(await call("GetAllConnectors", {})).toHaveLength(1);
    expect(await call("GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: 1 })).toMatchObject({ Deleted: true });
  });

  test("say what they need, with the tags in it replaced", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    const fields = await call("GetConfigurationFields", { ErpConnectorId: 1 });
    expect(fields?.map((one) => [one?.FieldKey, one?.FieldType, one?.DefaultValue])).toEqual([
      ["INTRODUCTION", "Label", ""],
      ["COMPANY", "Text", "Demo Company"],
      ["USER", "Text", "ADM0"],
      ["PASSWORD", "Password", ""],
    ]);
    expect(await call("GetConfigurationFields", { ErpConnectorId: 99 })).toEqual([]);
    expect(await call("TestConnectorUrl", { Url: "demo://erp" })).toBe("NoError");
    expect(await call("TestConnectorUrl", { Url: "http://nowhere" })).toBe("ErrorNotFound");
  });
});

describeOnEachStore("connections", ({ netServer }) => {
  test("are tested with the configuration that is to be", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    const tried = (COMPANY: string, ErpConnectionId = 1) =>
      call("TestConnectionByConfig", { ErpConnectionId, ConfigFields: { COMPANY } });
    expect([await tried("Demo Company"), await tried("Nobody"), await tried("Demo Company", 99)]).toEqual([
      true,
      false,
      false,
    ]);
    await expect(
      call("SaveConnection", { Connection: { ...Connection, ConfigFields: { COMPANY: "Nobody" } } }),
    ).rejects.toMatchObject({
      ...exception("SoException", 'There is no company "Nobody".'),
      friendlyText: 'There is no company "Nobody".',
    });
    expect(await call("GetAllConnections", { IncludeDeleted: true }), "nothing is stored").toEqual([]);
    await call("SaveConnection", { Connection: { ...Connection, ConfigFields: { COMPANY: "Second Company" } } });
    expect(await call("TestConnectionById", { ErpConnectionId: 1 })).toBe(true);
    expect(await call("TestConnectionById", { ErpConnectionId: 99 })).toBe(false);
    expect(await call("GetErpConnectionConfigFields", { ErpConnectionId: 1 })).toEqual({ COMPANY: "Second Company" });
    expect(await call("GetErpConnectionConfigFields", { ErpConnectionId: 99 })).toEqual({});
    expect(await call("SupportsAdvancedSearch", { ErpConnectionId: 1, ErpActorType: "Customer" })).toBe(true);
    expect(await call("SupportsAdvancedSearch", { ErpConnectionId: 1, ErpActorType: "Partner" })).toBe(false);
  });

  test("are listed without configuration, and retired ones only when asked for", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    await call("SaveConnection", { Connection: { ...Connection, ConfigFields: { USER: "u" }, Active: true } });
    await call("SaveConnection", { Connection });
    await call("DeleteConnection", { ErpConnectionId: 1 });
    await call("DeleteConnection", { ErpConnectionId: 99 });
    const ids = async (IncludeDeleted: boolean) =>
      (await call("GetAllConnections", { IncludeDeleted }))?.map((one) => [one?.ErpConnectionId, one?.ConfigFields]);
    expect(await ids(false)).toEqual([[2, null]]);
    expect(await ids(true)).toEqual([
      [1, null],
      [2, null],
    ]);
    expect(await call("GetConnection", { ErpConnectionId: 1 })).toMatchObject({ Deleted: true, Active: false });
    expect(await call("TestConnectionById", { ErpConnectionId: 1 })).toBe(false);
  });

  test("have their passwords answered as stored by default", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    const ConfigFields = { COMPANY: "Demo Company", PASSWORD: "secret" };
    expect(await call("SaveConnection", { Connection: { ...Connection, ConfigFields } })).toMatchObject({
      ConfigFields,
    });
    expect(await call("GetConnection", { ErpConnectionId: 1 })).toMatchObject({ ConfigFields });
    expect(await call("GetErpConnectionConfigFields", { ErpConnectionId: 1 })).toEqual(ConfigFields);
  });

  test('have them masked with passwords: "masked", and a mask that is saved changes none', async () => {
    const erp = createFakeErp();
    const secret = [field("SERVER"), field("PASSWORD", { FieldType: "Password" })];
    erp.replace({ getConfigData: () => ({ IsOk: true, Value: secret }) });
    const synchronization = { passwords: "masked", connectors: { "test://erp": erp.connector } } as const;
    const { call, ErpConnectionId } = await connectFake(await netServer({ synchronization }));
    const saved = await call("GetConnection", { ErpConnectionId });
    const save = (fields: Record<string, string | null>) =>
      call("SaveConnection", { Connection: { ...saved, ConfigFields: fields } });
    const known = () => erp.configurations.get(saved?.ConnectionId ?? "");
    const masked = { SERVER: "one", PASSWORD: "********" };

    expect(await save({ SERVER: "one", PASSWORD: "secret" })).toMatchObject({ ConfigFields: masked });
    expect(await call("GetConnection", { ErpConnectionId })).toMatchObject({ ConfigFields: masked });
    expect(await call("GetErpConnectionConfigFields", { ErpConnectionId })).toEqual(masked);
    await save({ SERVER: "two", PASSWORD: "********" });
    expect(known()).toEqual({ SERVER: "two", PASSWORD: "secret" });
    await save({ SERVER: "two", PASSWORD: "other" });
    expect(known()).toEqual({ SERVER: "two", PASSWORD: "other" });
    expect(await save({ SERVER: "two", PASSWORD: "" })).toMatchObject({ ConfigFields: { PASSWORD: "" } });
    await expect(save({ SERVER: "two", PASSWORD: "********" })).rejects.toMatchObject(
      exception("SoValidationException", "ConfigFields.PASSWORD is masked, and no value is stored for it."),
    );
    const copy = { ...saved, ErpConnectionId: 0, ConfigFields: masked };
    await expect(call("SaveConnection", { Connection: copy })).rejects.toMatchObject(
      exception("SoValidationException", /PASSWORD is masked/),
    );

    await save({ SERVER: "two", PASSWORD: "third" });
    erp.replace({ getConfigData: () => ({ IsOk: false }) });
    expect(await call("GetErpConnectionConfigFields", { ErpConnectionId }), "rather too much than a password").toEqual({
      SERVER: "********",
      PASSWORD: "********",
    });
  });

  test("have an order of priority", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    await call("SaveConnection", { Connection });
    const rank = (ErpConnectionIds: number[]) => call("SaveErpConnectionSyncPriorities", { ErpConnectionIds });
    const holed = [1, 0];
    delete holed[0];
    await expect(rank(holed)).rejects.toMatchObject(
      exception("SoInvalidArgumentException", /^ErpConnectionIds\[0\] must be an xs:int/),
    );
    expect([await rank([1, 0]), await rank([2]), await rank([1, 1]), await rank([])]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("are summed up in words", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    await call("SaveConnection", { Connection });
    expect(await call("GetErpSyncConnectionSummary", { ErpSyncConnectionId: 1 })).toMatchObject({
      DisplayName: "Demo",
      Active: false,
      LastSync: "0001-01-01T00:00:00",
      Actors: [],
    });
    expect(await call("GetErpSyncConnectionSummary", { ErpSyncConnectionId: 99 })).toBeNull();
  });

  test("start and stop", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    await call("SaveConnection", { Connection });
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId: 1 })).toEqual([]);
    expect(await call("GetConnection", { ErpConnectionId: 1 })).toMatchObject({ Active: true });
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId: 1 })).toEqual([]);
    expect(await call("GetConnection", { ErpConnectionId: 1 })).toMatchObject({ Active: false });
    await expect(call("ToggleErpConnectionActive", { ErpConnectionId: 99 })).rejects.toMatchObject(
      exception("SoNotFoundException", "There is no connection with id 99."),
    );
  });
});

describe("the engine", () => {
  describeOnEachStore("state", ({ netServer, place }) => {
    test("outlives the server", async () => {
      const store = await place();
      const first = await netServer({ store });
      const call = await callerOf(first, "ErpSync");
      expect(await call("GetEngineStatus", {})).toMatchObject({
        IsRunning: false,
        StatusMessage: "The engine is stopped.",
        Interval: "PT10M",
      });
      expect(await call("ChangeEngineStatus", { Run: true })).toMatchObject({ IsRunning: true });
      await call("ChangeEngineInterval", { Interval: "P1DT2H3.9S" });
      await first.close();
      const again = await callerOf(await netServer({ store }), "ErpSync");
      expect(await again("GetEngineStatus", {})).toMatchObject({ IsRunning: true, Interval: "P1DT2H3S" });
    });

    test.each(["PT0S", "-PT5M", "PT0.9S", "10", "", "P", "PT", "P100Y", "P30000D"])(
      "refuses the interval %j",
      async (Interval) => {
        const call = await callerOf(await netServer(), "ErpSync");
        await expect(call("ChangeEngineInterval", { Interval })).rejects.toMatchObject(
          exception(
            "SoInvalidArgumentException",
            "Interval must be a duration from one second to 68 years, such as PT10M.",
          ),
        );
        expect(await call("GetEngineStatus", {})).toMatchObject({ Interval: "PT10M" });
      },
    );
  });
});

describeOnEachStore("a connector", ({ netServer }) => {
  const withFake = async () => {
    const [erp, other] = [createFakeErp(), createFakeErp()];
    const connectors = { "test://erp": erp.connector, "test://other": other.connector };
    const server = await netServer({ synchronization: { connectors, connectorTimeLimitMs: 30, schedule } });
    return { erp, other, server, ...(await connectFake(server)) };
  };

  /** A connection to one fake ERP, and how to move it to the other. */
  const withTwo = async () => {
    const two = await withFake();
    const { call, ErpConnectionId } = two;
    const entity = { DisplayName: "Other", URL: "test://other" };
    const connector = await call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: entity });
    const saved = await call("GetConnection", { ErpConnectionId });
    const move = async (ConfigFields: Record<string, string> | null) => {
      const Connection = await call("GetConnection", { ErpConnectionId });
      const ErpConnectorId = connector?.ErpConnectorId ?? 0;
      return call("SaveConnection", { Connection: { ...Connection, ErpConnectorId, ConfigFields } });
    };
    return { ...two, saved, move };
  };

  test("that a connection is moved to gets nothing of the old one's configuration", async () => {
    const { erp, other, call, ErpConnectionId, saved, move } = await withTwo();
    const given: unknown[] = [];
    const { saveConnection } = other.connector;
    const spy: ErpConnector["saveConnection"] = (id, config, signal) => {
      given.push(config);
      return saveConnection(id, config, signal);
    };
    other.replace({ saveConnection: spy, testConnection: () => ({ IsOk: false, TechExplanation: "Broken" }) });
    await expect(move({ HOST: "h" })).rejects.toMatchObject(exception("SoException", "Broken"));
    expect(given).toEqual([{ HOST: "h" }]);
    expect(other.configurations.size, "it forgets the connection").toBe(0);
    expect([...erp.configurations.values()], "the old one keeps it").toEqual([{ SERVER: "one" }]);
    expect(await call("GetConnection", { ErpConnectionId })).toEqual(saved);

    other.replace({ saveConnection: spy });
    expect(await move(null)).toMatchObject({ ConfigFields: {} });
    expect(given).toEqual([{ HOST: "h" }, {}]);
    expect(erp.configurations.size, "the old one is told").toBe(0);
  });

  test("that is entered twice keeps a connection that goes from one entry to the other", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    await activate(call, ErpConnectionId, [name]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await call("ForceSyncAll", {});
    const Connection = await call("GetConnection", { ErpConnectionId });
    const entry = await call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: { URL: " test://erp" } });
    const moved = { ...Connection, ErpConnectorId: entry?.ErpConnectorId ?? 0, ConfigFields: null };
    erp.replace({ testConnection: () => ({ IsOk: false, TechExplanation: "Broken" }) });
    await expect(call("SaveConnection", { Connection: moved })).rejects.toMatchObject(
      exception("SoException", "Broken"),
    );
    expect([...erp.configurations.values()], "though it fails").toEqual([{ SERVER: "one" }]);
    erp.replace({});
    expect(await call("SaveConnection", { Connection: moved })).toEqual({
      ...Connection,
      ErpConnectorId: entry?.ErpConnectorId,
    });
    expect([...erp.configurations.values()]).toEqual([{ SERVER: "one" }]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Two" } });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      Status: "Ok",
      Changes: { UpdatedRecords: [{ RecordId: 2 }] },
    });
  });

  test("that asks for the configuration while it is tested gets the new one", async () => {
    const { other, move } = await withTwo();
    const { configurations } = other;
    let saves = 0;
    other.replace({
      saveConnection(id, config) {
        saves += 1;
        if (saves > 1) configurations.set(id, config);
        return { IsOk: true };
      },
      testConnection: (id) => ({ IsOk: configurations.has(id), ErrorCode: missingConfiguration }),
    });
    await move({ HOST: "h" });
    expect([...configurations.values()]).toEqual([{ HOST: "h" }]);
  });

  test("that a connection is moved to is asked for all of its actors, whose values nobody has agreed on", async () => {
    const { erp, other, server, call, ErpConnectionId, move } = await withTwo();
    for (const one of [erp, other]) one.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    for (const one of [erp, other]) one.put({ ErpKey: "2", FieldValues: { NAME: "The same" } });
    for (const NAME of ["Two", "Three"]) erp.put({ ErpKey: "1", FieldValues: { NAME } });
    await activate(call, ErpConnectionId, [name]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await linkCustomer(call, ErpConnectionId, 3, "2");
    await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: [ErpConnectionId, 0] });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Three" });
    await server.records.change("Contact", 3, { NAME: "Changed" });
    expect(await move({})).toMatchObject({ Active: true, MostRecentTimestamp: "" });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "One" });
    expect(await server.records.read("Contact", 3), "a conflict, not a change").toMatchObject({ NAME: "The same" });
  });

  test("that takes its time does not bring a deleted connection back to life", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    erp.replace({
      async testConnection() {
        await call("DeleteConnection", { ErpConnectionId });
        return { IsOk: true };
      },
    });
    await expect(call("ToggleErpConnectionActive", { ErpConnectionId })).rejects.toMatchObject(
      exception("SoNotFoundException", `There is no connection with id ${ErpConnectionId}.`),
    );
    expect(await call("GetConnection", { ErpConnectionId })).toMatchObject({ Active: false, Deleted: true });
  });

  test("that does not answer is waited for once, and still told that things stay as they were", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    const Connection = await call("GetConnection", { ErpConnectionId });
    const given: unknown[] = [];
    erp.replace({
      saveConnection(_id, config) {
        given.push(config);
        return given.length === 1 ? exceeds() : never();
      },
    });
    await expect(
      call("SaveConnection", { Connection: { ...Connection, ConfigFields: { SERVER: "two" } } }),
    ).rejects.toMatchObject(exception("SoException", /did not answer/));
    expect(given).toEqual([{ SERVER: "two" }, { SERVER: "one" }]);
    expect(await call("GetConnection", { ErpConnectionId })).toEqual(Connection);
  });

  test("forgets a connection that is retired by a save, until it is taken back", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    await activate(call, ErpConnectionId, [name]);
    const Connection = { ...(await call("GetConnection", { ErpConnectionId })), ConfigFields: null };
    const retired = await call("SaveConnection", { Connection: { ...Connection, Deleted: true } });
    expect(retired).toMatchObject({ Deleted: true, Active: false, ConfigFields: { SERVER: "one" } });
    expect(erp.configurations.size).toBe(0);
    expect(await call("SaveConnection", { Connection })).toMatchObject({ Deleted: false, Active: true });
    expect([...erp.configurations.values()]).toEqual([{ SERVER: "one" }]);
  });

  test.each([
    [missingConfiguration, true, 1],
    ["UNKNOWN_CONNECTION_ID", true, 1],
    ["MissingConfiguration", true, 1],
    ["UNKOWN_FIELDKEY", false, 0],
    ["UNKOWN_LISTITEM_ID", false, 0],
    ["unknown_connection_id", false, 0],
  ])("that says %s gets its configuration again: %s", async (ErrorCode, answer, saves) => {
    const { erp, call, ErpConnectionId } = await withFake();
    const { configurations } = erp;
    configurations.clear();
    erp.replace({
      testConnection: (id) => ({ IsOk: configurations.has(id), ErrorCode }),
    });
    erp.calls.splice(0);
    expect(await call("TestConnectionById", { ErpConnectionId })).toBe(answer);
    expect(erp.calls.filter((name) => name === "saveConnection")).toHaveLength(saves);
    expect([...configurations.values()]).toEqual(saves === 0 ? [] : [{ SERVER: "one" }]);
  });

  test.each([
    ["fails", () => ({ IsOk: false, UserExplanation: "Sorry" }), "Sorry", "Sorry"],
    ["says Error", () => ({ IsOk: true, Status: "Error" as const, TechExplanation: "T" }), "T", "T"],
    [
      "throws",
      () => {
        throw new RangeError("no port 70000");
      },
      "The connector failed: no port 70000",
      "The connector threw RangeError: no port 70000",
    ],
    ["hangs", exceeds, "The ERP does not answer.", "The connector did not answer within 30 ms."],
    // Its answer is not what its type says: a connector may be written in JavaScript.
    [
      "answers nothing",
      () => undefined as never,
      "The connector's answer cannot be understood.",
      /The answer is no object/,
    ],
    [
      "answers nonsense",
      () => ({ IsOk: "yes" }) as never,
      "The connector's answer cannot be understood.",
      /does not say/,
    ],
  ])("that %s changes nothing", async (_, testConnection, friendlyText, message) => {
    const { erp, call, ErpConnectionId } = await withFake();
    const before = await call("GetConnection", { ErpConnectionId });
    erp.replace({ testConnection });
    expect(await call("TestConnectionById", { ErpConnectionId })).toBe(false);
    await expect(
      call("SaveConnection", { Connection: { ...before, DisplayName: "New", ConfigFields: { SERVER: "two" } } }),
    ).rejects.toMatchObject({ ...exception("SoException", message), friendlyText });
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId })).toEqual([friendlyText]);
    expect(await call("GetConnection", { ErpConnectionId })).toEqual(before);
    expect([...erp.configurations.values()], "the connector has the old configuration again").toEqual([
      { SERVER: "one" },
    ]);
  });

  test.each([
    ["one field twice", [field("NAME"), field("NAME")]],
    ["a field without a key", [field("")]],
    ["a field of an unknown type", [field("NAME", { FieldType: "Blob" as never })]],
    ["a key that is too long", [field("K".repeat(255))]],
    ["no list", "NAME" as never],
  ])("that has %s changes no fields", async (_, Value) => {
    const { erp, call, ErpConnectionId } = await withFake();
    erp.replace({ getSupportedActorTypeFields: () => ({ IsOk: true, Value }) });
    expect(await call("UpdateConnectionFields", { ErpConnectionId })).toBe(false);
    const mapping = await call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" });
    expect(mapping?.FieldMappings?.map((one) => one?.ErpFieldKey)).toEqual(["NAME", "VATNO"]);
  });
});
