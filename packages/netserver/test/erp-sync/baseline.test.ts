import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { createNetServer } from "../../src/index.ts";
import { callerOf } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { activate, both, demo, linkCustomer, mapCustomers, name } from "./erp-demo.ts";
import { connectFake, createFakeErp, field } from "./erp-fake.ts";

const email = (CrmFieldKey: string) => ({ ErpFieldKey: "EMAIL", CrmFieldKey, ...both });

describeOnEachStore("what a sync remembers of a link", ({ netServer }) => {
  test("is not taken for what another CRM field held", async () => {
    const server = await netServer();
    const { call, customer } = await demo(server, [name, email("EMAIL")]);
    await call("ForceSyncAll", {});
    await mapCustomers(call, 1, [email("URL")]);
    await call("ForceSyncAll", {});
    const address = "faktura@fjordlaks.example";
    expect(await customer()).toMatchObject({ EMAIL: address });
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: address, URL: address });
    await server.records.change("Contact", 2, { EMAIL: "" });
    await mapCustomers(call, 1, [email("EMAIL")]);
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2), "and back again").toMatchObject({ EMAIL: address });
  });

  test("is no sync of an item that had no counterpart", async () => {
    const server = await netServer();
    const { call, customer } = await demo(server, [name, { ErpFieldKey: "CATEGORY", ...both }]);
    expect(await call("ForceSyncAll", {})).toMatchObject({ Status: "Ok" });
    expect(await server.records.read("Contact", 2)).toMatchObject({ CATEGORY: "" });
    const lists = await call("GetConnectionListMappings", { ErpConnectionId: 1 });
    const ErpFieldId = lists?.ErpListItemMappings?.[0]?.ErpFieldId ?? 0;
    const correspond = (items: Record<string, number>) =>
      call("SaveConnectionListMappings", {
        ListMapping: {
          ErpConnectionId: 1,
          ErpListItemMappings: [
            {
              ErpFieldId,
              ErpCrmListItemMappings: Object.entries(items).map(([ErpListItemId, Id]) => ({
                ErpListItemId,
                CrmListItem: { Id },
              })),
            },
          ],
        },
      });
    await correspond({ A: 1 });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ CATEGORY: "1" });

    await server.records.change("Contact", 2, { CATEGORY: "2" });
    await call("ForceSyncAll", {});
    expect(await customer(), "a change that had none").toMatchObject({ CATEGORY: "A" });
    await correspond({ A: 1, B: 2 });
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ CATEGORY: "B" });
    expect(await server.records.read("Contact", 2)).toMatchObject({ CATEGORY: "2" });
  });

  test("is no sync of a value that had no direction", async () => {
    const server = await netServer();
    const phone = { ErpFieldKey: "PHONE", SyncToErp: true, SyncToCrm: false };
    const { call, customer, change } = await demo(server, [name, phone, { ErpFieldKey: "VATNO", SyncToCrm: true }]);
    await change({ PHONE: "+47 1", VATNO: "1" });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ PHONE: "", VATNO: "1" });
    await server.records.change("Contact", 2, { VATNO: "2" });
    await call("ForceSyncAll", {});
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2), "what is not sent is not undone").toMatchObject({ VATNO: "2" });
    expect(await customer()).toMatchObject({ PHONE: "+47 1", VATNO: "1" });

    await mapCustomers(call, 1, [
      { ...phone, ...both },
      { ErpFieldKey: "VATNO", ...both },
    ]);
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ PHONE: "+47 1", VATNO: "2" });
    expect(await customer()).toMatchObject({ PHONE: "+47 1", VATNO: "2" });
  });

  test("stays known of a field while that has no direction", async () => {
    const server = await netServer();
    const { call, customer, change } = await demo(server, [name, email("EMAIL")]);
    await call("ForceSyncAll", {});
    await mapCustomers(call, 1, [{ ErpFieldKey: "EMAIL", SyncToCrm: false, SyncToErp: false }]);
    await change({ EMAIL: "new@fjordlaks.example" });
    await call("ForceSyncAll", {});
    await mapCustomers(call, 1, [email("EMAIL")]);
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: "new@fjordlaks.example" });
    expect(await customer(), "the ERP's change is the later one").toMatchObject({ EMAIL: "new@fjordlaks.example" });
  });

  test("starts with what the ends have in common when they are connected", async () => {
    const server = await netServer();
    const { call } = await demo(server, [name, { ErpFieldKey: "VATNO", ...both }]);
    const ends = { ErpConnectionId: 1, CrmRecordId: 3, CrmActorType: "Contact", ErpActorType: "Customer" } as const;
    const FieldValues = [
      { CrmFieldKey: "NAME", Value: "Nordlys", SyncToCrm: true, SyncToErp: true },
      { CrmFieldKey: "VATNO", Value: "chosen for the ERP", SyncToErp: true },
    ];
    await call("ConnectActor", { ...ends, ErpKey: "10002", FieldValues });
    const changed = { NAME: "Changed in the ERP", VATNO: "1" };
    await server.erp.save({ ActorType: "Customer", ErpKey: "10002", FieldValues: changed });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 3), "where they differ, the CRM wins").toMatchObject({
      NAME: "Changed in the ERP",
      VATNO: "900000003",
    });
  });

  test("lets a value go on to a second field of the ERP", async () => {
    const server = await netServer();
    const second = { ErpFieldKey: "DEPARTMENT", CrmFieldKey: "NAME", SyncToErp: true };
    const { call, customer, change } = await demo(server, [name, second]);
    await call("ForceSyncAll", {});
    await change({ NAME: "Fjordlaks Holding AS" });
    await call("ForceSyncAll", {});
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ NAME: "Fjordlaks Holding AS", DEPARTMENT: "Fjordlaks Holding AS" });
  });

  test("spares the ERP from being asked about what waits", async () => {
    const erp = createFakeErp([field("NAME"), field("PHONE")]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One", PHONE: "+47 1" } });
    const server = await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name, { ErpFieldKey: "PHONE", SyncToErp: true }]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await call("ForceSyncAll", {});
    erp.replace({ getActorsByTimestamp: () => ({ IsOk: true, Value: [] }) });
    erp.calls.length = 0;
    await call("ForceSyncAll", {});
    expect(erp.calls).toContain("getActorsByTimestamp");
    expect(erp.calls).not.toContain("getActors");
  });
});

test("the values alone, as an older program remembered them, are still those of the last sync", async () => {
  const store = await mkdtemp(join(tmpdir(), "netserver-"));
  const server = await createNetServer({ store });
  const database = new Database(join(store, "netserver.sqlite"));
  try {
    const { call, customer, change } = await demo(server, [name, email("EMAIL")]);
    await call("ForceSyncAll", {});
    const values = { NAME: ["Fjordlaks AS", "Fjordlaks AS"], EMAIL: ["faktura@fjordlaks.example", "old@erp.example"] };
    database.prepare("update erpsyncbaseline set field_values = ?").run(JSON.stringify(values));
    await change({ NAME: "Changed in the ERP" });
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ NAME: "Changed in the ERP" });
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Changed in the ERP" });
  } finally {
    database.close();
    await server.close();
    await rm(store, { recursive: true, force: true });
  }
});

describeOnEachStore("a change in the ERP", ({ netServer }) => {
  test.each([
    ["its actor type is inactive", { IsActive: false }, {}],
    ["no field of it has a direction", {}, { SyncToCrm: false, SyncToErp: false }],
  ])("while %s is synced once that is over", async (_, type, direction) => {
    const server = await netServer();
    const { call, change } = await demo(server, [name]);
    const suppliers = (fields: object[], more: object = {}) =>
      mapCustomers(call, 1, fields, { ActorTypeErp: "Supplier", ...more });
    await suppliers([name, email("EMAIL")]);
    const [supplier] = await server.erp.actors("Supplier");
    const ErpKey = supplier?.ErpKey ?? "";
    const ends = { ErpConnectionId: 1, CrmRecordId: 4, CrmActorType: "Contact", ErpKey } as const;
    await call("CreateActorLink", { ...ends, ErpActorType: "Supplier" });
    await call("ForceSyncAll", {});
    await suppliers(
      [
        { ...name, ...direction },
        { ...email("EMAIL"), ...direction },
      ],
      type,
    );
    await server.erp.save({ ActorType: "Supplier", ErpKey, FieldValues: { EMAIL: "new@supplier.example" } });
    await change({ NAME: "Changed later" });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Changed later" });
    expect(await server.records.read("Contact", 4)).not.toMatchObject({ EMAIL: "new@supplier.example" });
    await suppliers([name, email("EMAIL")]);
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 4)).toMatchObject({ EMAIL: "new@supplier.example" });
  });

  test("of one type is not passed over for a later one of another type", async () => {
    const erp = createFakeErp([field("NAME")]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    erp.put({ ErpKey: "2", ActorType: "Supplier", FieldValues: { NAME: "Two" } });
    erp.replace({ getSupportedActorTypes: () => ({ IsOk: true, Value: ["Customer", "Supplier"] }) });
    const server = await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name]);
    await mapCustomers(call, ErpConnectionId, [name], { ActorTypeErp: "Supplier" });
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await call("ForceSyncAll", {});
    const { getActorsByTimestamp } = erp.connector;
    erp.replace({
      getActorsByTimestamp(id, since, type, keys, signal) {
        const answer = getActorsByTimestamp(id, since, type, keys, signal);
        // Customers have been asked for when these two change.
        if (type === "Customer") {
          erp.put({ ErpKey: "1", FieldValues: { NAME: "Uno" } });
          erp.put({ ErpKey: "2", FieldValues: { NAME: "Due" } });
        }
        return answer;
      },
    });
    await call("ForceSyncAll", {});
    erp.replace({});
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Uno" });
  });

  test("is looked at again when the connection's mark is set back", async () => {
    const erp = createFakeErp([field("NAME")]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    const server = await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    const since: string[] = [];
    const { getActorsByTimestamp } = erp.connector;
    erp.replace({
      getActorsByTimestamp(id, lastModified, ...more) {
        since.push(lastModified);
        return getActorsByTimestamp(id, lastModified, ...more);
      },
    });
    for (const _ of [1, 2, 3]) await call("ForceSyncAll", {});
    const Connection = await call("GetConnection", { ErpConnectionId });
    await call("SaveConnection", { Connection: { ...Connection, MostRecentTimestamp: "" } });
    await call("ForceSyncAll", {});
    expect(since).toEqual(["", "1", "2", ""]);
    const { MostRecentTimestamp } = Connection ?? {};
    expect(await call("GetConnection", { ErpConnectionId })).toMatchObject({ MostRecentTimestamp });
  });

  test("is not lost when its record is changed meanwhile, and changed back", async () => {
    const erp = createFakeErp([field("NAME"), field("VATNO")]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One", VATNO: "1" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Two" } });
    const server = await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name, { ErpFieldKey: "VATNO", ...both }]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await linkCustomer(call, ErpConnectionId, 3, "2");
    await call("ForceSyncAll", {});
    erp.put({ ErpKey: "3", FieldValues: { NAME: "Not linked" } });
    await call("ForceSyncAll", {});
    erp.put({ ErpKey: "1", FieldValues: { VATNO: "2" } });
    erp.put({ ErpKey: "3", FieldValues: { NAME: "Changed after it" } });
    await server.records.change("Contact", 3, { NAME: "Has the ERP asked for actor 2" });
    const { getActors } = erp.connector;
    erp.replace({
      async getActors(...asked) {
        await server.records.change("Contact", 2, { NAME: "Changed" });
        return getActors(...asked);
      },
    });
    expect(await call("ForceSyncAll", {})).toMatchObject({ Status: "Warning" });
    await server.records.change("Contact", 2, { NAME: "Fjordlaks AS" });
    erp.replace({});
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Fjordlaks AS", VATNO: "2" });
  });
});

describeOnEachStore("a resync without blank values", ({ netServer }) => {
  test("settles the field that it leaves alone", async () => {
    const server = await netServer();
    const { call, customer, change } = await demo(server, [name, email("EMAIL")]);
    await call("ForceSyncAll", {});
    await change({ EMAIL: "" });
    await call("ForceResyncNoBlankValues", { ErpConnectionId: 1, InternalKeyIds: [] });
    await call("ForceSyncAll", {});
    expect(await server.records.read("Contact", 2)).toMatchObject({ EMAIL: "faktura@fjordlaks.example" });
    expect(await customer()).toMatchObject({ EMAIL: "" });
    await server.records.change("Contact", 2, { EMAIL: "post@fjordlaks.example" });
    await call("ForceSyncAll", {});
    expect(await customer()).toMatchObject({ EMAIL: "post@fjordlaks.example" });
    expect((await (await callerOf(server, "ErpSync"))("ForceSyncAll", {}))?.Status).toBe("Ok");
  });
});
