import { expect, test } from "vitest";
import type { NetServerOptions } from "../src/index.ts";
import { callerOf } from "./callers.ts";
import { activate, both, demo, linkCustomer, name } from "./erp-demo.ts";
import { connectFake, createFakeErp, field, never } from "./erp-fake.ts";
import { describeOnEachStore } from "./stores.ts";

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

    await change({ NAME: "", EMAIL: "erp@example.com" }).catch(() => change({ EMAIL: "erp@example.com" }));
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
      UserExplanation: "Customer 4711: not linked, so nothing was copied.",
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
  async function withFake(options: NetServerOptions = {}) {
    const erp = createFakeErp([field("NAME"), field("EMPLOYEES", { FieldType: "Integer" })]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Two" } });
    const synchronization = { connectors: { "test://erp": erp.connector }, connectorTimeLimitMs: 30 };
    const server = await netServer({ ...options, synchronization });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [
      { ...name, SyncToErp: true },
      { ErpFieldKey: "EMPLOYEES", CrmFieldKey: "NOMAILING", ...both },
    ]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await linkCustomer(call, ErpConnectionId, 3, "2");
    return { erp, server, call };
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
          throw new Error("secret");
        },
      },
      "The connector failed.",
      "Exception",
    ],
    [
      "rejects",
      {
        getActors: async () => {
          throw new Error("secret");
        },
        ...list(),
      },
      "The connector failed.",
      "Exception",
    ],
    ["hangs", { getActorsByTimestamp: never }, "The ERP does not answer.", "Timeout"],
    ["names an actor twice", list(customer("1", {}), customer("1", {})), /cannot be understood/, "InvalidAnswer"],
    ["answers another type", list(customer("1", {}, { ActorType: "Sale" })), /cannot be understood/, "InvalidAnswer"],
    ["answers unknown fields", list(customer("1", { SECRET: "x" })), /cannot be understood/, "InvalidAnswer"],
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
    expect(JSON.stringify(answer)).not.toContain("secret");
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

  test("loses no change that is made to a record while its actor is saved", async () => {
    const { erp, server, call } = await withFake();
    await call("ForceSyncAll", {});
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

  test("runs one after another, and ends when the server closes", async () => {
    const { erp, server, call } = await withFake();
    const answers = await Promise.all([1, 2, 3].map(() => call("ForceSyncAll", {})));
    expect(answers.map((answer) => answer?.Status)).toEqual(["Ok", "Ok", "Ok"]);
    erp.replace({ getActorsByTimestamp: never });
    const hanging = call("ForceSyncAll", {}).catch((error: unknown) => error);
    await server.close();
    await hanging;
  });
});

describeOnEachStore("polling", ({ netServer }) => {
  test("syncs at the interval while the engine runs", async () => {
    const planned: { work: () => void; delayMs: number; kind: string }[] = [];
    const schedule = (work: () => void, delayMs: number, kind: string) => {
      const plan = { work, delayMs, kind };
      planned.push(plan);
      return () => void planned.splice(planned.indexOf(plan) >>> 0, 1);
    };
    const server = await netServer({ synchronization: { polling: true, schedule } });
    const { call, customer } = await demo(server, [name]);
    const due = async () => {
      await expect.poll(() => planned.filter(({ kind }) => kind === "idle").length).toBe(1);
      return planned.find(({ kind }) => kind === "idle")!;
    };
    expect((await due()).delayMs).toBe(600_000);
    await call("ChangeEngineInterval", { Interval: "PT1M" });
    await expect.poll(async () => (await due()).delayMs).toBe(60_000);
    await server.records.change("Contact", 2, { NAME: "Polled" });
    const tick = async () => {
      const plan = await due();
      planned.splice(planned.indexOf(plan), 1);
      plan.work();
      await due();
    };
    await tick();
    expect(await customer(), "the engine is stopped").toMatchObject({ NAME: "Fjordlaks AS" });
    await call("ChangeEngineStatus", { Run: true });
    await tick();
    expect(await customer()).toMatchObject({ NAME: "Polled" });
  });
});
