import type { ErpSyncActorTypeMapping, ErpSyncFieldMapping } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { createNetServer, type NetServer } from "../../src/index.ts";
import { type Caller, callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { both } from "./erp-demo.ts";
import { connectFake, createFakeErp, createTimeLimits, field } from "./erp-fake.ts";

const customers = { ErpConnectionId: 1, ActorType: "Customer" } as const;

async function connectDemo(netServer: NetServer): Promise<Caller<"ErpSync">> {
  const call = await callerOf(netServer, "ErpSync");
  await call("SaveConnection", { Connection: { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true } });
  return call;
}

const fieldsOf = (mapping: ErpSyncActorTypeMapping | null) =>
  (mapping?.FieldMappings ?? []).flatMap((one) => one ?? []);
const fieldIn = (mapping: ErpSyncActorTypeMapping | null, key: string) =>
  fieldsOf(mapping).find(({ ErpFieldKey }) => ErpFieldKey === key);

function mappingWith(...FieldMappings: ErpSyncFieldMapping[]) {
  const Mapping: ErpSyncActorTypeMapping = {
    ErpConnectionId: 1,
    ActorTypeErp: "Customer",
    ActorTypeCrm: "Contact",
    IsActive: true,
    FieldMappings,
  };
  return { Mapping };
}

describeOnEachStore("mappings", ({ netServer }) => {
  test("start with the fields of the ERP, those with the CRM's names mapped without direction", async () => {
    const call = await connectDemo(await netServer());
    const mapping = await call("GetActorTypeMapping", customers);
    expect(mapping).toMatchObject({ IsActive: false, ActorTypeErp: "Customer", ActorTypeCrm: "Contact" });
    expect(fieldsOf(mapping).map((one) => [one.ErpFieldKey, one.CrmFieldKey])).toEqual([
      ["ACCOUNT", null],
      ["NAME", "NAME"],
      ["DEPARTMENT", "DEPARTMENT"],
      ["VATNO", "VATNO"],
      ["EMAIL", "EMAIL"],
      ["PHONE", "PHONE"],
      ["CATEGORY", "CATEGORY"],
      ["COUNTRY", "COUNTRY"],
      ["NOMAILING", "NOMAILING"],
      ["PAYMENTTERMS", null],
      ["CREDITLIMIT", null],
      ["REMINDERS", null],
      ["SINCE", null],
      ["PORTALPASSWORD", null],
      ["BALANCE", null],
    ]);
    expect(fieldsOf(mapping).some((one) => one.SyncToCrm || one.SyncToErp || one.AlreadyMapped)).toBe(false);
    expect(fieldIn(mapping, "CATEGORY")).toMatchObject({ FieldType: "List", ListReference: "table=category" });
    expect(await call("GetCrmActorType", { ErpConnectionId: 1, ErpActorType: "Supplier" })).toBe("Contact");
    expect(await call("GetCrmActorType", { ErpConnectionId: 1, ErpActorType: "Partner" })).toBe("Unknown");
    expect(await call("GetActorTypeMapping", { ...customers, ActorType: "Partner" })).toBeNull();
    expect(await call("GetActorTypeMapping", { ...customers, ErpConnectionId: 99 })).toBeNull();
  });

  test("change only what is mentioned", async () => {
    const call = await connectDemo(await netServer());
    const saved = await call(
      "SaveActorTypeMapping",
      mappingWith(
        { ErpFieldKey: "NAME", SyncToCrm: true, SyncToErp: true, ErpDisplayName: "ignored" },
        { ErpFieldKey: "PHONE", CrmFieldKey: "" },
        { ErpFieldKey: "BALANCE", ShowInGui: true },
        { ErpFieldKey: "NOSUCHFIELD", SyncToCrm: true },
        { ErpFieldId: 9999, SyncToCrm: true },
      ),
    );
    expect(saved).toMatchObject({ IsActive: true });
    expect(fieldIn(saved, "NAME")).toMatchObject({
      CrmFieldKey: "NAME",
      CrmDisplayName: "Name",
      ErpDisplayName: 'NO:"Navn";US:"Name"',
      SyncToCrm: true,
      SyncToErp: true,
    });
    expect(fieldIn(saved, "PHONE")).toMatchObject({ CrmFieldKey: "" });
    expect(fieldIn(saved, "EMAIL")).toMatchObject({ CrmFieldKey: "EMAIL", SyncToCrm: false });
    expect(await call("GetActorTypeMapping", customers)).toEqual(saved);
    expect(await call("SaveActorTypeMapping", { Mapping: saved }), "what was read can be saved").toEqual(saved);
    expect(await call("GetErpSyncConnectionSummary", { ErpSyncConnectionId: 1 })).toMatchObject({
      Actors: [
        {
          ActorType: "Customer",
          HasMappings: true,
          Defaults: "Payment terms = N14\nCredit limit = 1000",
          Mappings: expect.stringMatching(/^NO:"Navn";US:"Name" <-> Name\nDepartment - Department\n/),
        },
      ],
    });
  });

  test("an active one needs a direction for mandatory fields before the connection starts", async () => {
    const call = await connectDemo(await netServer());
    await call("SaveActorTypeMapping", mappingWith());
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId: 1 })).toEqual([
      "Customer: the mandatory field NAME is mapped but has no direction.",
    ]);
    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "NAME", SyncToErp: true }));
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId: 1 })).toEqual([]);
  });

  test("say when another connection maps a CRM field, which then cannot go to the CRM only", async () => {
    const call = await connectDemo(await netServer());
    await call("SaveConnection", { Connection: { ErpConnectorId: 1, AllAccess: true } });
    expect(fieldIn(await call("GetActorTypeMapping", customers), "NAME")).toMatchObject({ AlreadyMapped: true });
    await expect(
      call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "NAME", SyncToCrm: true })),
    ).rejects.toMatchObject(
      exception("SoValidationException", "NAME: another connection maps NAME too, so it cannot go to the CRM only."),
    );
    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "NAME", SyncToCrm: true, SyncToErp: true }));
    await call("DeleteConnection", { ErpConnectionId: 2 });
    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "NAME", SyncToErp: false }));
  });

  test("keep the fields that the ERP has no more, and take in the new ones", async () => {
    const erp = createFakeErp([field("NAME"), field("VATNO"), field("Kunde")]);
    const { call, ErpConnectionId } = await connectFake(
      await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } }),
    );
    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "VATNO", SyncToCrm: true }));
    const fields = [field("NAME", { DisplayName: "Renamed", MaxLength: 7 }), field("Phone"), field("Kunde")];
    erp.replace({ getSupportedActorTypeFields: () => ({ IsOk: true, Value: fields }) });
    expect(await call("UpdateConnectionFields", { ErpConnectionId })).toBe(true);
    const mapping = await call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" });
    expect(fieldsOf(mapping).map((one) => [one.ErpFieldKey, one.CrmFieldKey, one.MissingInERP, one.SyncToCrm])).toEqual(
      [
        ["NAME", "NAME", false, false],
        ["VATNO", "VATNO", true, true],
        ["Kunde", null, false, false],
        ["Phone", "PHONE", false, false],
      ],
    );
    expect(fieldIn(mapping, "NAME")).toMatchObject({ ErpDisplayName: "Renamed" });
  });

  test("follow a field that the ERP renames, without direction until somebody gives it one", async () => {
    const erp = createFakeErp([field("CUSTNAME"), field("VATNO")]);
    const { call, ErpConnectionId } = await connectFake(
      await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } }),
    );
    const read = () => call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" });
    const update = (...Value: string[]) => {
      erp.replace({ getSupportedActorTypeFields: () => ({ IsOk: true, Value: Value.map((key) => field(key)) }) });
      return call("UpdateConnectionFields", { ErpConnectionId });
    };
    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "CUSTNAME", CrmFieldKey: "NAME", ...both }));
    expect(await update("NAME", "VATNO")).toBe(true);
    const renamed = { CrmFieldKey: "NAME", SyncToCrm: false, SyncToErp: false, MissingInERP: false };
    expect(fieldIn(await read(), "NAME")).toMatchObject(renamed);
    expect(fieldIn(await read(), "CUSTNAME")).toMatchObject({ CrmFieldKey: "NAME", ...both, MissingInERP: true });

    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "NAME", ...both }));
    expect(await update("NAME", "CUSTNAME", "VATNO")).toBe(true);
    const returned = await read();
    expect(fieldIn(returned, "NAME"), "the one in use stays").toMatchObject({ ...renamed, ...both });
    expect(fieldIn(returned, "CUSTNAME"), "its place is taken").toMatchObject(renamed);
    expect(await call("SaveActorTypeMapping", { Mapping: returned })).toEqual(returned);
  });

  test("keep the direction of a field that comes back to a free place", async () => {
    const erp = createFakeErp([field("CUSTNAME"), field("VATNO")]);
    const { call, ErpConnectionId } = await connectFake(
      await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } }),
    );
    await call(
      "SaveActorTypeMapping",
      mappingWith({ ErpFieldKey: "CUSTNAME", CrmFieldKey: "NAME", SyncToCrm: true, SyncToErp: true }),
    );
    erp.replace({ getSupportedActorTypeFields: () => ({ IsOk: true, Value: [field("NAME")] }) });
    await call("UpdateConnectionFields", { ErpConnectionId });
    erp.replace({});
    await call("UpdateConnectionFields", { ErpConnectionId });
    const mapping = await call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" });
    expect(fieldIn(mapping, "CUSTNAME")).toMatchObject({ SyncToCrm: true, SyncToErp: true, MissingInERP: false });
  });

  test("can be saved as they are, whatever another connection maps since", async () => {
    const call = await connectDemo(await netServer());
    await call("SaveActorTypeMapping", mappingWith({ ErpFieldKey: "NAME", SyncToCrm: true }));
    await call("SaveConnection", { Connection: { ErpConnectorId: 1, AllAccess: true } });
    const mapping = await call("GetActorTypeMapping", customers);
    expect(fieldIn(mapping, "NAME")).toMatchObject({ AlreadyMapped: true, SyncToCrm: true, SyncToErp: false });
    expect(await call("SaveActorTypeMapping", { Mapping: mapping })).toEqual(mapping);
  });

  test("hold as many items of lists as an ERP has", async () => {
    const many = Array.from({ length: 40_000 }, (_, index) => `F${index}`);
    const erp = createFakeErp([field("NAME"), field("CATEGORY", { FieldType: "List", ListName: "groups" })]);
    const { call, ErpConnectionId } = await connectFake(
      await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } }),
    );
    const mapping = await call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" });
    const ErpFieldId = fieldIn(mapping, "CATEGORY")?.ErpFieldId ?? 0;
    const ErpCrmListItemMappings = many.map((ErpListItemId) => ({ ErpListItemId, CrmListItem: { Id: 1 } }));
    const ErpListItemMappings = [{ ErpFieldId, ErpCrmListItemMappings }];
    const saved = await call("SaveConnectionListMappings", { ListMapping: { ErpConnectionId, ErpListItemMappings } });
    expect(saved?.ErpListItemMappings?.[0]?.ErpCrmListItemMappings).toHaveLength(many.length);
  });

  test("ask an ERP for each list once, and for no other when it does not answer", async () => {
    const listed = (key: string, ListName: string) => field(key, { FieldType: "List", ListName });
    const erp = createFakeErp([listed("CATEGORY", "a"), listed("BUSINESS", "a"), listed("COUNTRY", "b")]);
    const connectors = { "test://erp": erp.connector };
    const { schedule, exceeds } = createTimeLimits();
    const server = await netServer({ synchronization: { connectors, schedule } });
    const { call, ErpConnectionId } = await connectFake(server);
    const asked: string[] = [];
    const asks = (answer: () => ReturnType<typeof erp.connector.getList>) => {
      asked.length = 0;
      erp.replace({
        getList(_id, name) {
          asked.push(name);
          return answer();
        },
      });
      return call("GetConnectionListMappings", { ErpConnectionId });
    };
    const itemsOf = async (container: ReturnType<typeof asks>) =>
      (await container)?.ErpListItemMappings?.map((one) => one?.ErpCrmListItemMappings?.length);
    expect(await itemsOf(asks(() => ({ IsOk: true, Value: [{ Key: "1", Name: "One" }] })))).toEqual([1, 1, 1]);
    expect(asked).toEqual(["a", "b"]);
    expect(await itemsOf(asks(() => ({ IsOk: false })))).toEqual([0, 0, 0]);
    expect(asked, "one list may be there without the other").toEqual(["a", "b"]);
    expect(await itemsOf(asks(exceeds))).toEqual([0, 0, 0]);
    expect(asked).toEqual(["a"]);
  });

  test("mark as many fields as missing as an ERP loses", async () => {
    const many = Array.from({ length: 1500 }, (_, index) => field(`F${index}`));
    const erp = createFakeErp([field("NAME"), ...many]);
    const { call, ErpConnectionId } = await connectFake(
      await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } }),
    );
    erp.replace({ getSupportedActorTypeFields: () => ({ IsOk: true, Value: [field("NAME")] }) });
    expect(await call("UpdateConnectionFields", { ErpConnectionId })).toBe(true);
    const fields = fieldsOf(await call("GetActorTypeMapping", { ErpConnectionId, ActorType: "Customer" }));
    expect(fields.filter(({ MissingInERP }) => MissingInERP)).toHaveLength(many.length);
    expect(fields.filter(({ MissingInERP }) => !MissingInERP)).toMatchObject([{ ErpFieldKey: "NAME" }]);
  });

  test("move among the fields of the same kind", async () => {
    const call = await connectDemo(await netServer());
    const shown = ["SINCE", "BALANCE", "REMINDERS"].map((ErpFieldKey) => ({ ErpFieldKey, ShowInGui: true }));
    const saved = await call("SaveActorTypeMapping", mappingWith(...shown));
    const move = (key: string, Direction: number) =>
      call("MoveErpFieldItem", {
        ErpFieldId: fieldIn(saved, key)?.ErpFieldId ?? 0,
        Direction,
        ErpConnectionId: 1,
        ErpActorType: "Customer",
      });
    const order = async () =>
      fieldsOf(await call("GetActorTypeMapping", customers)).flatMap((one) => (one.ShowInGui ? one.ErpFieldKey : []));
    expect(await order()).toEqual(["REMINDERS", "SINCE", "BALANCE"]);
    await move("BALANCE", -1);
    expect(await order()).toEqual(["REMINDERS", "BALANCE", "SINCE"]);
    await move("REMINDERS", 5);
    await move("REMINDERS", 5);
    await move("REMINDERS", 5);
    await move("BALANCE", 0);
    expect(await order()).toEqual(["BALANCE", "SINCE", "REMINDERS"]);
    await expect(move("NOSUCHFIELD", 1)).rejects.toMatchObject(exception("SoNotFoundException", /no field with id 0/));
  });

  test("have lists whose items correspond", async () => {
    const call = await connectDemo(await netServer());
    const container = await call("GetConnectionListMappings", { ErpConnectionId: 1 });
    expect(container).toMatchObject({ ErpConnectionId: 1, ErpConnectionName: "Demo" });
    const lists = (container?.ErpListItemMappings ?? []).flatMap((one) => one ?? []);
    expect(lists.map((one) => [one.ErpActorTypeName, one.ErpListName, one.CrmList?.Name])).toEqual([
      ["Customer", "customergroup", "category"],
      ["Customer", "country", "country"],
      ["Supplier", "country", "country"],
      ["Project", "projecttype", "projtype"],
    ]);
    const [groups] = lists;
    expect(
      groups?.ErpCrmListItemMappings?.map((one) => [one?.ErpListItemId, one?.ErpListItemName, one?.CrmListItem]),
    ).toEqual([
      ["A", "Key account", null],
      ["B", "Regular customer", null],
      ["C", "Occasional customer", null],
    ]);
    const Id = groups?.CrmList?.ChildItems?.find((item) => item?.Name === "Partner")?.Id ?? 0;
    const save = (ErpFieldId: number, items: [string, number | null][]) =>
      call("SaveConnectionListMappings", {
        ListMapping: {
          ErpConnectionId: 1,
          ErpListItemMappings: [
            {
              ErpFieldId,
              ErpCrmListItemMappings: items.map(([ErpListItemId, id]) => ({
                ErpListItemId,
                CrmListItem: id === null ? null : { Id: id },
              })),
            },
          ],
        },
      });
    const saved = await save(groups?.ErpFieldId ?? 0, [
      ["B", Id],
      ["X", null],
    ]);
    expect(
      saved?.ErpListItemMappings?.[0]?.ErpCrmListItemMappings?.map((one) => [
        one?.ErpListItemId,
        one?.CrmListItem?.Name,
      ]),
    ).toEqual([
      ["A", undefined],
      ["B", "Partner"],
      ["C", undefined],
      ["X", undefined],
    ]);
    expect(await call("GetConnectionListMappings", { ErpConnectionId: 1 })).toEqual(saved);
    await expect(
      save(groups?.ErpFieldId ?? 0, [
        ["B", Id],
        ["B", null],
      ]),
    ).rejects.toMatchObject(exception("SoValidationException", 'The item "B" is mapped twice.'));
    await expect(save(groups?.ErpFieldId ?? 0, [["B", 9999]])).rejects.toMatchObject(
      exception("SoValidationException", "The list category has no item with id 9999."),
    );
    await expect(save(1, [["B", Id]])).rejects.toMatchObject(exception("SoNotFoundException", /no mapped list field/));
    expect(await call("GetConnectionListMappings", { ErpConnectionId: 1 }), "nothing else is stored").toEqual(saved);
    expect(await call("GetConnectionListMappings", { ErpConnectionId: 99 })).toBeNull();
  });

  test("have defaults of the fields' types, and a source for what is mandatory", async () => {
    const call = await connectDemo(await netServer());
    const mapping = await call("GetActorTypeMapping", customers);
    const id = (key: string) => fieldIn(mapping, key)?.ErpFieldId ?? 0;
    expect(await call("GetDefaultValueInfo", { ErpFieldId: id("CREDITLIMIT") })).toMatchObject({
      DefaultValue: "[F:1000]",
      HasFirstSyncDefaultValue: false,
      PromptUser: false,
      Mandatory: false,
      FieldType: "Double",
      Access: "Normal",
    });
    const stored = {
      ErpFieldId: id("REMINDERS"),
      DefaultValue: "[I:3]",
      HasFirstSyncDefaultValue: true,
      FirstSyncDefaultValue: "[I:0]",
      PromptUser: true,
      Mandatory: true,
    };
    const save = (ErpSyncDefaultValue: typeof stored) => call("SaveDefaultValueInfo", { ErpSyncDefaultValue });
    const saved = await save(stored);
    expect(saved).toMatchObject(stored);
    expect(await call("GetDefaultValueInfo", { ErpFieldId: id("REMINDERS") })).toEqual(saved);
    expect(
      await save({ ...stored, ErpFieldId: id("NAME"), DefaultValue: "", FirstSyncDefaultValue: "", Mandatory: false }),
    ).toMatchObject({
      Mandatory: true,
    });
    await expect(save({ ...stored, DefaultValue: "three" })).rejects.toMatchObject(
      exception("SoValidationException", 'DefaultValue: "three" is no number.'),
    );
    await expect(save({ ...stored, DefaultValue: "", PromptUser: false })).rejects.toMatchObject(
      exception("SoValidationException", /needs a default value/),
    );
    await expect(save({ ...stored, ErpFieldId: 9999 })).rejects.toMatchObject(
      exception("SoNotFoundException", "There is no ERP field with id 9999."),
    );
    expect(await call("GetDefaultValueInfo", { ErpFieldId: 9999 })).toBeNull();
    const asked = await call("GetFieldsForNewErpActor", { ErpConnectionId: 1, ErpActorType: "Customer" });
    expect(asked?.map((one) => [one?.FieldKey, one?.Access, one?.DefaultValue])).toEqual([
      ["NAME", "Mandatory", ""],
      ["REMINDERS", "Mandatory", "[I:3]"],
    ]);
    expect(await call("GetFieldsForNewErpActor", { ErpConnectionId: 9, ErpActorType: "Customer" })).toEqual([]);
    expect(await call("ValidateArchiveColumnConfig", { ListOwner: "any", ErpConnectionId: 1 })).toBeUndefined();
  });
});

describeOnEachStore("a field that is made mandatory", ({ netServer }) => {
  test("keeps a connection from starting while it is mapped in no direction", async () => {
    const call = await connectDemo(await netServer());
    const mapping = await call(
      "SaveActorTypeMapping",
      mappingWith({ ErpFieldKey: "NAME", ...both }, { ErpFieldKey: "EMAIL", SyncToCrm: false, SyncToErp: false }),
    );
    const ErpFieldId = fieldIn(mapping, "EMAIL")?.ErpFieldId ?? 0;
    await call("SaveDefaultValueInfo", { ErpSyncDefaultValue: { ErpFieldId, Mandatory: true } });
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId: 1 })).toEqual([
      "Customer: the mandatory field EMAIL is mapped but has no direction.",
    ]);
  });
});

describe("a mapping cannot be", () => {
  test.each<[object, string]>([
    [{ ActorTypeErp: "Unknown" }, "ActorTypeErp must not be Unknown."],
    [{ ActorTypeCrm: "Person" }, "A Customer cannot be a Person in the CRM."],
    [{ ActorTypeCrm: "Unknown" }, "An active mapping needs a type in the CRM."],
    [
      { FieldMappings: [{ ErpFieldKey: "SINCE", SyncToCrm: true }] },
      "SINCE: a field without a CRM field has no direction.",
    ],
    [{ FieldMappings: [{ ErpFieldKey: "NAME", CrmFieldKey: "NOPE" }] }, 'NAME: Contact has no field "NOPE".'],
    [{ FieldMappings: [{ ErpFieldKey: "NAME", ShowInGui: true }] }, "NAME: a mapped field cannot be shown as well."],
    [
      { FieldMappings: [{ ErpFieldKey: "NAME", CrmFieldKey: "CATEGORY" }] },
      "NAME: a Text cannot be mapped to the CRM's List CATEGORY.",
    ],
    [
      { FieldMappings: [{ ErpFieldKey: "BALANCE", CrmFieldKey: "NUMBER2", SyncToErp: true }] },
      "BALANCE: the ERP's field is read-only.",
    ],
    [
      {
        FieldMappings: [
          { ErpFieldKey: "NAME", SyncToCrm: true },
          { ErpFieldKey: "EMAIL", CrmFieldKey: "name", SyncToCrm: true },
        ],
      },
      "NAME cannot get its value from two ERP fields.",
    ],
  ])("%j", async (broken, message) => {
    const call = await connectDemo(await createNetServer());
    const before = await call("GetActorTypeMapping", customers);
    const { Mapping } = mappingWith();
    await expect(call("SaveActorTypeMapping", { Mapping: { ...Mapping, ...broken } })).rejects.toMatchObject(
      exception("SoValidationException", message),
    );
    expect(await call("GetActorTypeMapping", customers), "nothing is stored").toEqual(before);
  });
});
