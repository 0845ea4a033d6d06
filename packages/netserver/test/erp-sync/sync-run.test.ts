import { type ErpConnector, missingConfiguration } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import { eventLoopTurns } from "../../../../test-support/event-loop-turns.ts";
import { callerOf } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { activate, both, demo, linkCustomer, name } from "./erp-demo.ts";
import { connectFake, createFakeErp, createTimeLimits, field, never } from "./erp-fake.ts";

const { schedule, exceeds } = createTimeLimits();

const updated = (RecordId: number, Tablename = "contact") => expect.objectContaining({ Tablename, RecordId });

const extra = { ErpFieldKeyValues: { PHONE: "+47 1" } };

describeOnEachStore("a sync", ({ netServer }) => {
  test("moves what has changed, both ways, and nothing else", async () => {
    const server = await netServer();
    const { call, customer, change } = await demo(server, [
      name,
      { ErpFieldKey: "EMAIL", ...both },
      { ErpFieldKey: "VATNO", SyncToCrm: true },
      { ErpFieldKey: "PHONE", SyncToErp: true },
      { ErpFieldKey: "NOMAILING", ...both },
    ]);
    const first = await call("ForceSyncAll", {});
    expect(first).toMatchObject({ IsOk: true, Status: "Ok", UserExplanation: "" });
    expect(first?.Changes?.UpdatedRecords, "the CRM had no e-mail address").toEqual([updated(2)]);
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: "faktura@fjordlaks.example" });
    expect((await call("ForceSyncAll", {}))?.Changes?.UpdatedRecords, "nothing has changed").toEqual([]);

    await change({ NAME: "Fjordlaks Holding AS", VATNO: "1", PHONE: "erp" });
    await server.records.change("Contact", 2, { EMAIL: "post@fjordlaks.example", PHONE: "crm", NOMAILING: "[I:1]" });
    await call("ForceSyncAll", {});
    const expected = {
      NAME: "Fjordlaks Holding AS",
      EMAIL: "post@fjordlaks.example",
      PHONE: "crm",
      NOMAILING: "[I:1]",
    };
    expect(await server.records.read("Contact", 2)).toMatchObject({ ...expected, VATNO: "1" });
    expect(await customer()).toMatchObject({ ...expected, VATNO: "1" });

    await server.records.change("Contact", 2, { VATNO: "not sent" });
    await change({ PHONE: "not fetched", EMAIL: "" });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ VATNO: "not sent", PHONE: "crm", EMAIL: "" });
    expect(await customer()).toMatchObject({ VATNO: "1", PHONE: "not fetched" });
    const summary = await call("GetErpSyncConnectionSummary", { ErpSyncConnectionId: 1 });
    expect(summary?.LastSync).not.toBe("0001-01-01T00:00:00");
  });

  test("takes what is changed in a new actor for a change, and leaves the values alone that it was given", async () => {
    const server = await netServer();
    const { call } = await demo(server, [name, { ErpFieldKey: "PHONE", ...both }]);
    const given = { ...extra, ConnectionId: 1, CrmActorType: "Contact", ErpActorType: "Customer" } as const;
    expect(await call("CreateErpActorFromCrm", { ...given, CrmEntityId: 3 })).toBe(true);
    const actor = async () => (await server.erp.actors("Customer")).at(-1);
    const key = (await actor())?.ErpKey ?? "";
    await server.erp.save({ ActorType: "Customer", ErpKey: key, FieldValues: { NAME: "Corrected in the ERP" } });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 3)).toMatchObject({ NAME: "Corrected in the ERP" });
    expect((await actor())?.FieldValues).toMatchObject({ NAME: "Corrected in the ERP", PHONE: "+47 1" });
  });

  test("lets the CRM win a conflict unless the connection has priority", async () => {
    const server = await netServer();
    const { call, customer, change } = await demo(server, [name]);
    await call("ForceSyncAll", {});
    await change({ NAME: "ERP" });
    await server.records.change("Contact", 2, { NAME: "CRM" });
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ NAME: "CRM" });
    await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: [1, 0] });
    await change({ NAME: "ERP" });
    await server.records.change("Contact", 2, { NAME: "other" });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "ERP" });
  });

  test("lets the connection of higher priority win over another one", async () => {
    const server = await netServer();
    const { call, change } = await demo(server, [name]);
    const company = "Second Company";
    await call("SaveConnection", {
      Connection: { ErpConnectorId: 1, DisplayName: "Second", AllAccess: true, ConfigFields: { COMPANY: company } },
    });
    await server.erp.save({ ActorType: "Customer", ErpKey: "7", FieldValues: { NAME: "Fjordlaks AS" } }, company);
    await activate(call, 2, [name]);
    await linkCustomer(call, 2, 2, "7");
    await call("ForceSyncAll", {});
    const conflict = async (first: string, second: string) => {
      await change({ NAME: first });
      await server.erp.save({ ActorType: "Customer", ErpKey: "7", FieldValues: { NAME: second } }, company);
      await call("ForceSyncAll", {});
      const names = [(await server.erp.actors("Customer"))[0], (await server.erp.actors("Customer", company))[0]];
      return [(await server.records.read("Contact", 2))?.NAME, ...names.map((actor) => actor?.FieldValues.NAME)];
    };
    await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: [1, 2, 0] });
    expect(await conflict("First", "Second")).toEqual(["First", "First", "First"]);
    await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: [2, 1, 0] });
    await conflict("Uno", "Due");
    expect((await call("ForceSyncAll", {}))?.Status).toBe("Ok");
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Due" });
    expect((await server.erp.actors("Customer"))[0]?.FieldValues).toMatchObject({ NAME: "Due" });
  });

  test("translates items of lists, and leaves those without counterpart alone", async () => {
    const server = await netServer();
    const { call, customer, change } = await demo(server, [name, { ErpFieldKey: "CATEGORY", ...both }]);
    const lists = await call("GetConnectionListMappings", { ErpConnectionId: 1 });
    const { ErpFieldId = 0, CrmList } = lists?.ErpListItemMappings?.[0] ?? {};
    const [one, two, three] = (CrmList?.ChildItems ?? []).map((item) => item?.Id ?? 0);
    const ErpCrmListItemMappings = [
      { ErpListItemId: "A", CrmListItem: { Id: one! } },
      { ErpListItemId: "B", CrmListItem: { Id: two! } },
    ];
    await call("SaveConnectionListMappings", {
      ListMapping: { ErpConnectionId: 1, ErpListItemMappings: [{ ErpFieldId, ErpCrmListItemMappings }] },
    });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ CATEGORY: String(one) });
    await server.records.change("Contact", 2, { CATEGORY: String(two) });
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ CATEGORY: "B" });
    await change({ CATEGORY: "C" });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ CATEGORY: String(two) });
    await server.records.change("Contact", 2, { CATEGORY: String(three) });
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ CATEGORY: "C" });
  });

  test("syncs persons, projects and sales too", async () => {
    const server = await netServer();
    const call = await callerOf(server, "ErpSync");
    await call("SaveConnection", {
      Connection: { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true, Active: true },
    });
    const types = [
      ["Person", "LASTNAME", "Hansen", 4],
      ["Project", "ENDDATE", "[DT:12/24/2026 00:00:00.0000000]", 1],
      ["Sale", "AMOUNT", "[F:99.95]", 1],
    ] as const;
    for (const [type, ErpFieldKey, , CrmRecordId] of types) {
      const Mapping = { ErpConnectionId: 1, IsActive: true, ActorTypeErp: type, ActorTypeCrm: type };
      await call("SaveActorTypeMapping", { Mapping: { ...Mapping, FieldMappings: [{ ErpFieldKey, ...both }] } });
      const ends = { ErpConnectionId: 1, CrmRecordId, CrmActorType: type, ErpKey: "10001", ErpActorType: type };
      expect(await call("CreateActorLink", ends)).toBe(true);
    }
    await call("ForceSyncAll", {});
    for (const [type, key, value] of types) {
      await server.erp.save({ ActorType: type, ErpKey: "10001", FieldValues: { [key]: value } });
    }
    const { Changes } = (await call("ForceSyncAll", {})) ?? {};
    expect(Changes?.UpdatedRecords).toEqual([updated(4, "person"), updated(1, "project"), updated(1, "sale")]);
    for (const [type, key, value, id] of types)
      expect(await server.records.read(type, id)).toMatchObject({ [key]: value });
  });

  test("is not run by SyncAll while the engine is stopped, nor for a stopped connection", async () => {
    const server = await netServer();
    const { call, customer } = await demo(server, [name]);
    await server.records.change("Contact", 2, { NAME: "Waits" });
    expect(await call("SyncAll", {})).toMatchObject({
      IsOk: true,
      Status: "OkWithInfo",
      UserExplanation: "The engine is stopped, so nothing was synchronized.",
    });
    await call("ChangeEngineStatus", { Run: true });
    await call("ToggleErpConnectionActive", { ErpConnectionId: 1 });
    expect(await call("SyncAll", {})).toMatchObject({ Status: "Ok" });
    expect(await customer()).toMatchObject({ NAME: "Fjordlaks AS" });
    await call("ToggleErpConnectionActive", { ErpConnectionId: 1 });
    expect(await call("SyncAll", {})).toMatchObject({ IsOk: true, Status: "Ok" });
    expect(await customer()).toMatchObject({ NAME: "Waits" });
  });

  test("says which ends are gone", async () => {
    const server = await netServer();
    const { call } = await demo(server, [name]);
    await server.erp.remove("Customer", "10001");
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: true,
      Status: "Warning",
      TechExplanation: "Customer 10001: the ERP has no such actor any more.",
    });
  });
});

describeOnEachStore("a resync", ({ netServer }) => {
  test("copies one way, blanks too unless they are to be kept", async () => {
    const server = await netServer();
    const { call, customer, change } = await demo(server, [name, { ErpFieldKey: "EMAIL", ...both }]);
    await linkCustomer(call, 1, 3, "10002");
    await call("ForceSyncAll", {});
    await server.records.change("Contact", 2, { NAME: "CRM", EMAIL: "" });
    await change({ NAME: "ERP", EMAIL: "erp@example.com" });
    await server.records.change("Contact", 3, { NAME: "Three" });

    expect(await call("ForceResyncNoBlankValues", { ErpConnectionId: 0, InternalKeyIds: [1] })).toMatchObject({
      IsOk: true,
    });
    expect(await customer()).toMatchObject({ NAME: "CRM", EMAIL: "erp@example.com" });
    await call("ForceResync", { ErpConnectionId: 0, InternalKeyIds: [1] });
    expect(await customer()).toMatchObject({ NAME: "CRM", EMAIL: "" });
    expect((await server.erp.actors("Customer"))[1]?.FieldValues, "was not asked for").toMatchObject({
      NAME: "Nordlys Energi AS",
    });

    await change({ EMAIL: "erp@example.com" });
    const { Changes } = (await call("ForceResync", { ErpConnectionId: 1, InternalKeyIds: [] })) ?? {};
    expect(Changes?.UpdatedRecords).toEqual([updated(2), updated(3)]);
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: "erp@example.com" });
    expect(await server.records.read("Contact", 3)).toMatchObject({ NAME: "Nordlys Energi AS" });
  });

  test("finds actors by their keys in the ERP", async () => {
    const server = await netServer();
    const { call, change } = await demo(server, [name, { ErpFieldKey: "EMAIL", ...both }]);
    await call("ForceSyncAll", {});
    await server.records.change("Contact", 2, { NAME: "CRM" });
    await change({ EMAIL: "" });
    const external = { ErpConnectionId: 1, ErpActorType: "Customer" } as const;
    const kept = await call("ForceResyncExternalNoBlankValues", { ...external, ExternalKeys: ["10001", "4711"] });
    expect(kept).toMatchObject({
      IsOk: true,
      Status: "Warning",
      UserExplanation: "Customer 4711: no active link, so nothing was copied.",
    });
    expect(await server.records.read("Contact", 2)).toMatchObject({
      NAME: "Fjordlaks AS",
      EMAIL: "faktura@fjordlaks.example",
    });
    await call("ForceResyncExternal", { ...external, ExternalKeys: [] });
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: "" });
    await server.records.change("Contact", 2, { EMAIL: "x@example.com" });
    await call("ForceResyncBatchTask", { ErpConnectionId: 1, InternalKeyIds: [] });
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: "" });
    expect(await call("ForceResync", { ErpConnectionId: 99, InternalKeyIds: [] })).toMatchObject({
      IsOk: false,
      Status: "Error",
      ErrorCode: "ConnectionNotActive",
      TechExplanation: "Resync: There is no active connection with id 99.",
    });
  });
});

describeOnEachStore("a sync with a bad connector", ({ netServer }) => {
  async function withFake() {
    const erp = createFakeErp([field("NAME"), field("EMPLOYEES", { FieldType: "Integer" })]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Two" } });
    const synchronization = { connectors: { "test://erp": erp.connector }, schedule };
    const server = await netServer({ synchronization });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name, { ErpFieldKey: "EMPLOYEES", CrmFieldKey: "NOMAILING", ...both }]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await linkCustomer(call, ErpConnectionId, 3, "2");
    return { erp, server, call, ErpConnectionId };
  }

  const customer = (ErpKey: string, FieldValues: Record<string, string>, more: object = {}) => ({
    ActorType: "Customer" as const,
    ErpKey,
    LastModified: "9",
    FieldValues,
    ...more,
  });
  const list = (...Value: unknown[]) => ({ getActorsByTimestamp: () => ({ IsOk: true, Value }) as never });

  test.each([
    [
      "fails",
      { getActorsByTimestamp: () => ({ IsOk: false, UserExplanation: "Closed", ErrorCode: "E1" }) },
      "Closed",
      "E1",
    ],
    [
      "throws",
      {
        getActorsByTimestamp: () => {
          throw new Error("the ledger is closed");
        },
      },
      "Fake: The connector failed: the ledger is closed",
      "Exception",
    ],
    [
      "rejects",
      {
        getActors: async () => {
          throw new Error("the ledger is closed");
        },
        ...list(),
      },
      "Customer 1: The connector failed: the ledger is closed",
      "Exception",
    ],
    ["hangs", { getActorsByTimestamp: exceeds }, "The ERP does not answer.", "Timeout"],
    ["names an actor twice", list(customer("1", {}), customer("1", {})), /cannot be understood/, "InvalidAnswer"],
    ["answers another type", list(customer("1", {}, { ActorType: "Sale" })), /cannot be understood/, "InvalidAnswer"],
    ["answers numbers", list(customer("1", { NAME: 7 as never })), /cannot be understood/, "InvalidAnswer"],
    ["answers no values", list(customer("1", null as never)), /cannot be understood/, "InvalidAnswer"],
    [
      "answers what XML cannot carry",
      list(customer("1", { NAME: "a\u0001b" })),
      /cannot be understood/,
      "InvalidAnswer",
    ],
    ["answers half a character", list(customer("1", { NAME: "a\ud800b" })), /cannot be understood/, "InvalidAnswer"],
    [
      "explains itself in what XML cannot carry",
      { getActorsByTimestamp: () => ({ IsOk: false, UserExplanation: "a\u0000b" }) },
      /cannot be understood/,
      "InvalidAnswer",
    ],
    ["answers no list", { getActorsByTimestamp: () => ({ IsOk: true }) }, /cannot be understood/, "InvalidAnswer"],
  ])("that %s changes nothing and says why", async (_, methods, explanation, ErrorCode) => {
    const { erp, server, call } = await withFake();
    erp.replace(methods);
    const before = await server.records.read("Contact", 2);
    const answer = await call("ForceSyncAll", {});
    expect(answer).toMatchObject({ IsOk: false, Status: "Error", ErrorCode, Changes: { UpdatedRecords: [] } });
    expect(answer?.UserExplanation).toMatch(explanation);
    expect(await server.records.read("Contact", 2)).toEqual(before);
    expect(await call("ForceSyncAll", {}, { services: "Services86" })).toMatchObject({ IsOk: false });
    erp.replace({});
    expect(await call("ForceSyncAll", {}), "works again once the connector does").toMatchObject({ IsOk: true });
  });

  test("leaves alone what a connector leaves out, and sends it what has changed in the CRM", async () => {
    const { erp, server, call } = await withFake();
    const before = await server.records.read("Contact", 2);
    erp.replace(list(customer("1", {})));
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toEqual(before);
    await server.records.change("Contact", 2, { NAME: "Changed in the CRM" });
    await call("ForceSyncAll", {});
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "Changed in the CRM" });
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Changed in the CRM" });
  });

  test("hands on what a connector has to say", async () => {
    const { erp, call } = await withFake();
    const getActorsByTimestamp = () => ({ IsOk: true, Value: [], Status: "Warning" as const, UserExplanation: "Slow" });
    erp.replace({ getActorsByTimestamp });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: true,
      Status: "Warning",
      UserExplanation: "Fake: Slow",
    });
  });

  test("goes on with the other actors, and comes back to the one that failed", async () => {
    const { erp, server, call } = await withFake();
    await call("ForceSyncAll", {});
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Uno", EMPLOYEES: "many" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Due" } });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: false,
      Status: "Error",
      ErrorCode: "InvalidValue",
      TechExplanation: 'Customer 1: "many" is no number',
      Changes: { UpdatedRecords: [{ RecordId: 3 }] },
    });
    expect(await server.records.read("Contact", 3)).toMatchObject({ NAME: "Due" });
    expect(await server.records.read("Contact", 2), "an actor is synced as a whole").toMatchObject({
      NAME: "Fjordlaks AS",
    });
    expect(await call("ForceSyncAll", {}), "is not forgotten").toMatchObject({
      IsOk: false,
      ErrorCode: "InvalidValue",
    });
    erp.put({ ErpKey: "1", FieldValues: { EMPLOYEES: "[I:1]" } });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: true,
      Changes: { UpdatedRecords: [{ RecordId: 2 }] },
    });
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Uno", NOMAILING: "[I:1]" });
  });

  test("sends the ERP nothing of an actor whose other values the CRM refuses", async () => {
    const { erp, server, call } = await withFake();
    await call("ForceSyncAll", {});
    await server.records.change("Contact", 2, { NOMAILING: "[I:1]" });
    erp.put({ ErpKey: "1", FieldValues: { NAME: "x".repeat(220) } });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: false,
      TechExplanation: "Customer 1: NAME has 220 characters; the limit is 219.",
    });
    expect(erp.actors.get("1")?.FieldValues.EMPLOYEES).not.toBe("[I:1]");
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Short again", EMPLOYEES: "[I:0]" } });
    expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: true });
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "Short again", EMPLOYEES: "[I:1]" });
  });

  test("looks at one that failed again, without looking at all that has changed before it", async () => {
    const { erp, call } = await withFake();
    await call("ForceSyncAll", {});
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Uno", EMPLOYEES: "many" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Due" } });
    const { getActorsByTimestamp } = erp.connector;
    const since: string[] = [];
    erp.replace({
      getActorsByTimestamp(id, lastModified, ...more) {
        since.push(lastModified);
        return getActorsByTimestamp(id, lastModified, ...more);
      },
    });
    const failed = { IsOk: false, TechExplanation: 'Customer 1: "many" is no number' };
    for (const _ of [1, 2, 3]) expect(await call("ForceSyncAll", {})).toMatchObject(failed);
    const last = erp.actors.get("2")?.LastModified;
    expect(since.slice(1)).toEqual([last, last]);
  });

  test("asks for a field that is left out before it overwrites it", async () => {
    const { erp, server, call, ErpConnectionId } = await withFake();
    await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: [ErpConnectionId, 0] });
    erp.put({ ErpKey: "1", FieldValues: { EMPLOYEES: "[I:1]" } });
    erp.replace(list(customer("1", { EMPLOYEES: "[I:1]" })));
    expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: true });
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "One" });
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "One", NOMAILING: "[I:1]" });
  });

  test("overwrites nothing that it has never seen", async () => {
    const { erp, server, call } = await withFake();
    const before = await server.records.read("Contact", 2);
    const untold = [customer("1", {}), customer("2", {})];
    erp.replace({ ...list(...untold), getActors: () => ({ IsOk: true, Value: untold }) });
    expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: true, Status: "Ok" });
    expect(await server.records.read("Contact", 2)).toEqual(before);
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "One" });
    await server.records.change("Contact", 2, { NAME: "Changed in the CRM" });
    await call("ForceSyncAll", {});
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "One" });
    erp.replace(list(customer("1", { NAME: "One", EMPLOYEES: "" })));
    await call("ForceSyncAll", {});
    expect(erp.actors.get("1")?.FieldValues, "in a conflict the CRM wins").toMatchObject({
      NAME: "Changed in the CRM",
    });
  });

  test("goes on with the other actors when it cannot be asked for some", async () => {
    const { erp, server, call, ErpConnectionId } = await withFake();
    const others: number[] = [];
    for (let index = 3; index < 103; index++) {
      const recordId = await server.records.create("Contact", { NAME: `${index}` });
      erp.put({ ErpKey: `${index}`, FieldValues: { NAME: `${index}` } });
      await linkCustomer(call, ErpConnectionId, recordId, `${index}`);
      others.push(recordId);
    }
    await call("ForceSyncAll", {});
    const [last = 0] = others.slice(-1);
    await server.records.change("Contact", 2, { NAME: "First of all" });
    await server.records.change("Contact", last, { NAME: "Last of all" });
    const { getActors } = erp.connector;
    const getSome: ErpConnector["getActors"] = (id, type, keys, ...more) =>
      keys.includes("1") ? { IsOk: false, TechExplanation: "Not that one" } : getActors(id, type, keys, ...more);
    erp.replace({ ...list(), getActors: getSome });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: false,
      TechExplanation: "Customer 1: Not that one",
    });
    expect(erp.actors.get("102")?.FieldValues).toMatchObject({ NAME: "Last of all" });
  });

  test.each([
    ["deleted", "DeleteConnection"],
    ["stopped", "ToggleErpConnectionActive"],
  ] as const)("ends where its connection is %s", async (_, operation) => {
    const { erp, server, call, ErpConnectionId } = await withFake();
    await call("ForceSyncAll", {});
    await server.records.change("Contact", 2, { NAME: "Changed in the CRM" });
    const { getActorsByTimestamp } = erp.connector;
    erp.replace({
      async getActorsByTimestamp(...asked) {
        await call(operation, { ErpConnectionId });
        return getActorsByTimestamp(...asked);
      },
    });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: false,
      ErrorCode: "ConnectionNotActive",
      TechExplanation: `Fake: There is no active connection with id ${ErpConnectionId}.`,
    });
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "Fjordlaks AS" });
    expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: true, Status: "Ok" });
  });

  test("says nothing of links that it did not get to", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    erp.replace({ getActors: exceeds });
    const answer = await call("ForceResync", { ErpConnectionId, InternalKeyIds: [1, 99] });
    expect(answer).toMatchObject({ IsOk: false, UserExplanation: "Fake: The ERP does not answer." });
    await call("ToggleErpConnectionActive", { ErpConnectionId });
    expect(await call("ForceResync", { ErpConnectionId, InternalKeyIds: [1] })).toMatchObject({
      UserExplanation: "Resync: The connection is not active.",
    });
  });

  test("gives nobody the configuration of a connection that is deleted meanwhile", async () => {
    const { erp, server, call, ErpConnectionId } = await withFake();
    await call("ForceSyncAll", {});
    await server.records.change("Contact", 2, { NAME: "Changed in the CRM" });
    const { getActors } = erp.connector;
    erp.replace({
      ...list(),
      async getActors(...asked) {
        await call("DeleteConnection", { ErpConnectionId });
        return getActors(...asked);
      },
      saveActors: () => ({ IsOk: false, ErrorCode: missingConfiguration }),
    });
    expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: false, ErrorCode: "ConnectionNotActive" });
    expect(erp.configurations.size).toBe(0);
  });

  test.each([
    ["the CRM", [0, 1]],
    ["the connection", [1, 0]],
  ])("loses no change that is made to a record while its actor is saved, where %s has priority", async (_, ranks) => {
    const { erp, server, call } = await withFake();
    await call("ForceSyncAll", {});
    await call("SaveErpConnectionSyncPriorities", { ErpConnectionIds: ranks });
    await server.records.change("Contact", 2, { NAME: "First" });
    const { saveActors } = erp.connector;
    erp.replace({
      async saveActors(id, actors, signal) {
        await server.records.change("Contact", 2, { NAME: "Second" });
        return saveActors(id, actors, signal);
      },
    });
    expect(await call("ForceSyncAll", {})).toMatchObject({ Status: "Warning" });
    erp.replace({});
    expect(await call("ForceSyncAll", {})).toMatchObject({ Status: "Ok" });
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "Second" });
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Second" });
  });

  test("runs one after another", async () => {
    const { erp, call } = await withFake();
    const { getActorsByTimestamp } = erp.connector;
    let inFlight = 0;
    const most: number[] = [];
    erp.replace({
      async getActorsByTimestamp(...asked) {
        inFlight += 1;
        most.push(inFlight);
        await eventLoopTurns();
        inFlight -= 1;
        return getActorsByTimestamp(...asked);
      },
    });
    const answers = await Promise.all([1, 2, 3].map(() => call("ForceSyncAll", {})));
    expect(answers.map((answer) => answer?.Status)).toEqual(["Ok", "Ok", "Ok"]);
    expect(most).toEqual([1, 1, 1]);
  });

  test("ends when the server closes, however long its connector may take", async () => {
    const { erp, server, call } = await withFake();
    erp.replace({ getActorsByTimestamp: never });
    const hanging = call("ForceSyncAll", {}).catch((error: unknown) => error);
    await expect.poll(() => erp.calls.at(-1)).toBe("getActorsByTimestamp");
    await server.close();
    expect(await hanging).toMatchObject({ IsOk: false, TechExplanation: "Fake: The server is closing." });
  });
});

describeOnEachStore("polling", ({ netServer }) => {
  /** Timers that are run by hand. */
  function handTimers() {
    const planned: { work: () => void; delayMs: number; kind: string }[] = [];
    const schedule = (work: () => void, delayMs: number, kind: string) => {
      const plan = { work, delayMs, kind };
      planned.push(plan);
      return () => void planned.splice(planned.indexOf(plan) >>> 0, 1);
    };
    const due = async () => {
      await expect.poll(() => planned.filter(({ kind }) => kind === "idle").length).toBe(1);
      return planned.find(({ kind }) => kind === "idle")!;
    };
    const tick = async () => {
      const plan = await due();
      planned.splice(planned.indexOf(plan), 1);
      plan.work();
      await due();
    };
    return { schedule, due, tick };
  }

  test("syncs at the interval while the engine runs", async () => {
    const { schedule, due, tick } = handTimers();
    const server = await netServer({ synchronization: { polling: true, schedule } });
    const { call, customer } = await demo(server, [name]);
    expect((await due()).delayMs).toBe(600_000);
    await call("ChangeEngineInterval", { Interval: "PT1M" });
    await expect.poll(async () => (await due()).delayMs).toBe(60_000);
    await server.records.change("Contact", 2, { NAME: "Polled" });
    await tick();
    expect(await customer(), "the engine is stopped").toMatchObject({ NAME: "Fjordlaks AS" });
    await call("ChangeEngineStatus", { Run: true });
    await tick();
    expect(await customer()).toMatchObject({ NAME: "Polled" });
  });

  test("tells of runs that fail", async () => {
    const { schedule, tick } = handTimers();
    const erp = createFakeErp([field("NAME")]);
    const told: unknown[] = [];
    const onPollingFailure = (error: unknown) => told.push(error);
    const connectors = { "test://erp": erp.connector };
    const server = await netServer({ synchronization: { polling: true, schedule, connectors, onPollingFailure } });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name]);
    await call("ChangeEngineStatus", { Run: true });
    await tick();
    expect(told).toEqual([]);
    erp.replace({ getActorsByTimestamp: () => ({ IsOk: false, TechExplanation: "Closed", ErrorCode: "E1" }) });
    await tick();
    expect(told).toMatchObject([{ name: "PolledRunFailure", code: "E1", message: "Fake: Closed" }]);
  });
});
