import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ErpSyncFieldMapping } from "@superoffice-soap/schema";
import Database from "libsql";
import { expect, test } from "vitest";
import { createNetServer, type NetServer } from "../../src/index.ts";
import { type Caller, callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { both } from "./erp-demo.ts";
import { connectFake, createFakeErp, field } from "./erp-fake.ts";

const customers: ErpSyncFieldMapping[] = [
  { ErpFieldKey: "NAME", ...both },
  { ErpFieldKey: "VATNO", ...both },
  { ErpFieldKey: "NOMAILING", ...both },
  { ErpFieldKey: "BALANCE", ShowInGui: true },
  { ErpFieldKey: "CREDITLIMIT", ShowInGui: true },
];

async function connectDemo(netServer: NetServer): Promise<Caller<"ErpSync">> {
  const call = await callerOf(netServer, "ErpSync");
  await call("SaveConnection", {
    Connection: { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true, Active: true },
  });
  const Mapping = { ErpConnectionId: 1, IsActive: true, ActorTypeErp: "Customer", ActorTypeCrm: "Contact" } as const;
  await call("SaveActorTypeMapping", { Mapping: { ...Mapping, FieldMappings: customers } });
  return call;
}

const link = (CrmRecordId: number, ErpKey: string, ErpConnectionId = 1) =>
  ({ ErpConnectionId, CrmRecordId, CrmActorType: "Contact", ErpKey, ErpActorType: "Customer" }) as const;
const record = (EntityId: number) => ({ ErpConnectionId: 1, CrmActorType: "Contact", EntityId }) as const;

describeOnEachStore("links", ({ netServer }) => {
  test("are one to one on a connection", async () => {
    const call = await connectDemo(await netServer());
    const create = (id: number, key: string) => call("CreateActorLink", link(id, key));
    expect(await create(2, "10001")).toBe(true);
    expect([await create(2, "10001"), await create(2, "10002"), await create(3, "10001")]).toEqual([
      false,
      false,
      false,
    ]);
    expect(await create(99, "10002"), "no such record").toBe(false);
    const supplier = { ...link(2, "10001"), ErpActorType: "Supplier" } as const;
    expect(await call("CreateActorLink", supplier), "a customer is no supplier as well").toBe(false);
    const remove = (CrmRecordId: number) =>
      call("BreakActorLink", { ErpConnectionId: 1, CrmRecordId, CrmActorType: "Contact" });
    expect([await remove(2), await remove(2), await remove(99)]).toEqual([true, false, false]);
    expect(await call("CreateActorLink", supplier)).toBe(true);
    await expect(call("CreateActorLink", link(2, "10001", 99))).rejects.toMatchObject(
      exception("SoNotFoundException", "There is no connection with id 99."),
    );
    await expect(call("CreateActorLink", { ...link(2, "10001"), CrmActorType: "Person" })).rejects.toMatchObject(
      exception("SoInvalidArgumentException", "A Customer of an ERP cannot be a Person in the CRM."),
    );
    await expect(call("CreateActorLink", link(2, ""))).rejects.toMatchObject(
      exception("SoInvalidArgumentException", "ErpKey must not be blank."),
    );
    await expect(call("CreateActorLink", link(2, "k".repeat(255)))).rejects.toMatchObject(
      exception("SoValidationException", "ErpKey has 255 characters; the limit is 254."),
    );
  });

  test("are made once, however many ask at once", async () => {
    const server = await netServer();
    const call = await connectDemo(server);
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, index) => call("CreateActorLink", link((index % 5) + 1, "10001"))),
    );
    expect(many.filter(Boolean)).toHaveLength(1);
  });

  test("show how a record stands to the connections that its user may use", async () => {
    const server = await netServer({
      demo: true,
      users: [
        { name: "sales", password: "secret", groupId: 2 },
        { name: "support", password: "secret", groupId: 3 },
      ],
    });
    const call = await connectDemo(server);
    await call("CreateActorLink", link(2, "10001"));
    const Connection = await call("GetConnection", { ErpConnectionId: 1 });
    await call("SaveConnection", { Connection: { ...Connection, AllAccess: false, UserGroupAccessIds: [2] } });
    const standing = async (user: string, EntityId: number) =>
      (await callerOf(server, "ErpSync", { user }))("GetConnectionsAndDisplayFields", {
        CrmActorType: "Contact",
        EntityId,
      });
    expect(await standing("support", 2)).toEqual([]);
    const [linked] = (await standing("sales", 2)) ?? [];
    expect(linked).toMatchObject({
      ErpConnectionId: 1,
      ConnectionName: "Demo",
      Connected: true,
      CrmActorType: "Contact",
      ErpActorType: "Customer",
      ErpActorTypes: ["Customer"],
    });
    expect(linked?.ErpFields?.map((field) => field?.FieldKey)).toEqual(["CREDITLIMIT", "BALANCE"]);
    expect(await standing("sales", 3)).toMatchObject([{ Connected: false, ErpActorType: "Unknown" }]);
    await expect(
      (await callerOf(server, "ErpSync", { user: "support" }))("CreateActorLink", link(3, "10002")),
    ).rejects.toMatchObject(exception("SoSentryException", "You have no access to connection 1."));
    await call("SaveConnection", { Connection: { ...Connection, Active: false } });
    expect(await standing("sales", 2)).toEqual([]);
  });
});

describeOnEachStore("values", ({ netServer }) => {
  test("of a linked record come from the ERP, in the order asked for", async () => {
    const server = await netServer();
    const call = await connectDemo(server);
    const FieldKeys = ["CREDITLIMIT", "NOSUCHFIELD", "NAME"];
    expect(await call("GetErpFieldValues", { ...record(2), FieldKeys })).toEqual([null, null, null]);
    await call("CreateActorLink", link(2, "10001"));
    expect(await call("GetErpFieldValues", { ...record(2), FieldKeys })).toEqual(["[F:50000]", null, "Fjordlaks AS"]);
    await server.erp.save({ ActorType: "Customer", ErpKey: "10001", FieldValues: { CREDITLIMIT: "[F:1.5]" } });
    expect(await call("GetErpFieldValues", { ...record(2), FieldKeys: ["CREDITLIMIT"] })).toEqual(["[F:1.5]"]);
    const elsewhere = { ...record(2), FieldKeys, ErpConnectionId: 99 };
    expect(await call("GetErpFieldValues", elsewhere), "nothing is linked on no connection").toEqual([
      null,
      null,
      null,
    ]);
    await call("DeleteConnection", { ErpConnectionId: 1 });
    expect(await call("GetErpFieldValues", { ...record(2), FieldKeys })).toEqual([null, null, null]);
  });

  test("of either side can be compared", async () => {
    const server = await netServer();
    const call = await connectDemo(server);
    await server.records.change("Contact", 3, { CATEGORY: "2", NOMAILING: "[I:1]" });
    const crm = await call("GetFieldValuesFromCrm", { RecordId: 3, ActorTypeCrm: "Contact" });
    const shown = (key: string) => crm?.find((one) => one?.CrmFieldKey === key);
    expect(crm).toHaveLength(11);
    expect(shown("NAME")).toMatchObject({ DisplayName: "Name", Value: "Nordlys Energi AS", SyncToCrm: false });
    expect(shown("CATEGORY")).toMatchObject({ Value: "2", DisplayValue: "Partner" });
    expect(shown("NOMAILING")).toMatchObject({ Value: "[I:1]", DisplayValue: "1" });
    expect(await call("GetFieldValuesFromCrm", { RecordId: 99, ActorTypeCrm: "Contact" })).toEqual([]);
    const erp = await call("GetFieldValuesFromErp", { ErpConnectionId: 1, ActorTypeErp: "Customer", ErpKey: "10002" });
    const values = Object.fromEntries(erp?.map((one) => [one?.CrmFieldKey, one?.Value]) ?? []);
    expect(values).toMatchObject({ NAME: "Nordlys Energi", VATNO: "900000003", NOMAILING: "[I:1]", COUNTRY: "" });
    expect(erp?.find((one) => one?.CrmFieldKey === "COUNTRY")).toMatchObject({
      DisplayValue: "Norway",
      SyncToCrm: false,
    });
    expect(await call("GetFieldValuesFromErp", { ErpConnectionId: 1, ActorTypeErp: "Customer", ErpKey: "no" })).toEqual(
      [],
    );
  });

  test("that are chosen go to both sides when an actor is connected", async () => {
    const server = await netServer();
    const call = await connectDemo(server);
    const mapping = await call("GetActorTypeMapping", { ErpConnectionId: 1, ActorType: "Customer" });
    const ErpFieldId = mapping?.FieldMappings?.find((one) => one?.ErpFieldKey === "REMINDERS")?.ErpFieldId ?? 0;
    await call("SaveDefaultValueInfo", {
      ErpSyncDefaultValue: { ErpFieldId, HasFirstSyncDefaultValue: true, FirstSyncDefaultValue: "[I:9]" },
    });
    const FieldValues = [
      { CrmFieldKey: "NAME", Value: "Nordlys Energi", SyncToCrm: true },
      { CrmFieldKey: "VATNO", Value: "NO 1", SyncToErp: true },
      { CrmFieldKey: "EMAIL", Value: "unchosen" },
    ];
    await call("ConnectActor", { ...link(3, "10002"), FieldValues });
    expect(await server.records.read("Contact", 3)).toMatchObject({
      NAME: "Nordlys Energi",
      VATNO: "900000003",
      EMAIL: "",
    });
    const [, actor] = await server.erp.actors("Customer");
    expect(actor?.FieldValues).toMatchObject({ VATNO: "NO 1", REMINDERS: "[I:9]", NAME: "Nordlys Energi" });

    const again = { ...link(3, "10003"), FieldValues: [] };
    await expect(call("ConnectActor", again)).rejects.toMatchObject(
      exception("SoDuplicateException", /linked on that/),
    );
    expect(await call("TryConnectActor", again)).toBe(false);
    const missing = { ...link(4, "4711"), FieldValues };
    await expect(call("ConnectActor", missing)).rejects.toMatchObject(
      exception("SoNotFoundException", 'The ERP has no Customer "4711".'),
    );
    const overlong = [{ CrmFieldKey: "NAME", Value: "x".repeat(220), SyncToCrm: true }];
    await expect(call("ConnectActor", { ...link(4, "10003"), FieldValues: overlong })).rejects.toMatchObject(
      exception("SoValidationException", "NAME has 220 characters; the limit is 219."),
    );
    const wrong = [{ CrmFieldKey: "NOMAILING", Value: "perhaps", SyncToErp: true }];
    await expect(call("ConnectActor", { ...link(4, "10003"), FieldValues: wrong })).rejects.toMatchObject(
      exception("SoValidationException", 'NOMAILING: "perhaps" is no checkbox.'),
    );
    const unmapped = [{ CrmFieldKey: "CATEGORY", Value: "2", SyncToErp: true }];
    await expect(call("ConnectActor", { ...link(4, "10003"), FieldValues: unmapped })).rejects.toMatchObject(
      exception("SoValidationException", "CATEGORY: 2 stands for no item of the ERP's list."),
    );
    expect(await call("TryConnectActor", { ...link(4, "10003"), FieldValues: [] }), "nothing was linked").toBe(true);
  });

  test("make a new actor in the ERP", async () => {
    const server = await netServer();
    const call = await connectDemo(server);
    const create = (CrmEntityId: number, ErpFieldKeyValues: Record<string, string>) =>
      call("CreateErpActorFromCrm", {
        ConnectionId: 1,
        CrmEntityId,
        ErpActorType: "Customer",
        CrmActorType: "Contact",
        ErpFieldKeyValues,
      });
    expect(await create(5, { SINCE: "[DT:01/31/2026 00:00:00]", DEPARTMENT: "HQ" })).toBe(true);
    expect((await server.erp.actors("Customer")).at(-1)).toMatchObject({
      ErpKey: "10004",
      FieldValues: {
        NAME: "Müller Maschinenbau GmbH",
        VATNO: "900000005",
        DEPARTMENT: "HQ",
        SINCE: "[DT:01/31/2026 00:00:00.0000000]",
        PAYMENTTERMS: "N14",
        CREDITLIMIT: "[F:1000]",
      },
    });
    expect(await call("GetErpFieldValues", { ...record(5), FieldKeys: ["NAME"] })).toEqual([
      "Müller Maschinenbau GmbH",
    ]);
    expect([await create(5, {}), await create(99, {})], "linked already; no such record").toEqual([false, false]);
    const nameless = await server.records.create("Contact", { VATNO: "1" });
    await expect(create(nameless, {})).rejects.toMatchObject(
      exception("SoValidationException", "NAME must have a value."),
    );
    await expect(create(nameless, { BALANCE: "[F:1]" })).rejects.toMatchObject(
      exception("SoValidationException", 'The ERP has no field "BALANCE" to write to.'),
    );
    await expect(create(nameless, { NAME: "N", SINCE: "today" })).rejects.toMatchObject(
      exception("SoValidationException", 'SINCE: "today" is no date.'),
    );
    await expect(create(nameless, { NAME: "N", CATEGORY: "Z" })).rejects.toMatchObject({
      ...exception("SoException", 'CATEGORY has no item "Z".'),
      friendlyText: 'CATEGORY has no item "Z".',
    });
    expect(await server.erp.actors("Customer")).toHaveLength(4);
  });
});

describeOnEachStore("an actor of an ERP with fields of any name", ({ netServer }) => {
  async function withFake() {
    const named = ["NAME", "constructor", "__proto__"].map((key) => field(key));
    const erp = createFakeErp(named);
    const server = await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } });
    const { call, ErpConnectionId } = await connectFake(server);
    const FieldMappings = [
      { ErpFieldKey: "NAME", ...both },
      { ErpFieldKey: "constructor", CrmFieldKey: "EMAIL", ...both },
      { ErpFieldKey: "__proto__", CrmFieldKey: "URL", ...both },
    ];
    const Mapping = { ErpConnectionId, IsActive: true, ActorTypeErp: "Customer", ActorTypeCrm: "Contact" } as const;
    await call("SaveActorTypeMapping", { Mapping: { ...Mapping, FieldMappings } });
    return { erp, server, call, ErpConnectionId };
  }

  test("is created with the record's values", async () => {
    const { erp, server, call, ErpConnectionId } = await withFake();
    await server.records.change("Contact", 2, { EMAIL: "a@example.com", URL: "https://a.example" });
    const ends = { ConnectionId: ErpConnectionId, ErpActorType: "Customer", CrmActorType: "Contact" } as const;
    expect(await call("CreateErpActorFromCrm", { ...ends, CrmEntityId: 2 })).toBe(true);
    expect(Object.entries(erp.actors.get("C1")?.FieldValues ?? {})).toEqual([
      ["NAME", "Fjordlaks AS"],
      ["constructor", "a@example.com"],
      ["__proto__", "https://a.example"],
    ]);
  });

  test("is shown as it is, and blank where it has no value", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    const actor = { ActorType: "Customer", ErpKey: "1", LastModified: "1", FieldValues: { NAME: "One" } } as const;
    erp.replace({ getActors: () => ({ IsOk: true, Value: [actor] }) });
    const values = await call("GetFieldValuesFromErp", { ErpConnectionId, ActorTypeErp: "Customer", ErpKey: "1" });
    expect(values?.map((one) => one?.Value)).toEqual(["One", "", ""]);
  });

  test("keeps what its connector leaves out when it is connected", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    const mapping = await call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" });
    for (const field of mapping?.FieldMappings ?? []) {
      const first = { HasFirstSyncDefaultValue: true, FirstSyncDefaultValue: "default" };
      await call("SaveDefaultValueInfo", { ErpSyncDefaultValue: { ErpFieldId: field?.ErpFieldId ?? 0, ...first } });
    }
    const told = { NAME: "One", constructor: "" };
    erp.put({ ErpKey: "1", FieldValues: { ...told, ["__proto__"]: "kept" } });
    const actor = { ActorType: "Customer", ErpKey: "1", LastModified: "1", FieldValues: told } as const;
    erp.replace({ getActors: () => ({ IsOk: true, Value: [actor] }) });
    await call("ConnectActor", { ...link(2, "1", ErpConnectionId), FieldValues: [] });
    expect(Object.entries(erp.actors.get("1")?.FieldValues ?? {})).toEqual([
      ["NAME", "One"],
      ["constructor", "default"],
      ["__proto__", "kept"],
    ]);
  });
});

test("records count their links, and keys without a link are gone", async () => {
  const store = await mkdtemp(join(tmpdir(), "netserver-"));
  const server = await createNetServer({ store });
  const database = new Database(join(store, "netserver.sqlite"));
  try {
    const call = await connectDemo(server);
    await call("SaveConnection", { Connection: { ErpConnectorId: 1, AllAccess: true } });
    const links = () =>
      database.prepare("select active_erp_links as links from contact where id < 4 order by id").all();
    const keys = () => database.prepare("select record_id from erpinternalkey order by id").all();
    await call("CreateActorLink", link(2, "10001", 1));
    await call("CreateActorLink", link(2, "10001", 2));
    expect(await call("CreateActorLink", link(3, "10001", 1))).toBe(false);
    expect(links()).toEqual([{ links: 0 }, { links: 2 }, { links: 0 }]);
    expect(keys()).toEqual([{ record_id: 2 }]);
    const broken = (ErpConnectionId: number) =>
      call("BreakActorLink", { ErpConnectionId, CrmRecordId: 2, CrmActorType: "Contact" });
    await broken(1);
    expect(links()).toEqual([{ links: 0 }, { links: 1 }, { links: 0 }]);
    expect(keys()).toEqual([{ record_id: 2 }]);
    await broken(2);
    expect(links()).toEqual([{ links: 0 }, { links: 0 }, { links: 0 }]);
    expect(keys()).toEqual([]);
  } finally {
    database.close();
    await server.close();
    await rm(store, { recursive: true, force: true });
  }
});
