import type { Input, OperationName } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { demo, linkCustomer, name } from "./erp-demo.ts";

const record = { ErpConnectionId: 1, CrmRecordId: 2, CrmActorType: "Contact" } as const;
const customer = { ErpConnectionId: 1, ErpActorType: "Customer" } as const;

/** The operations that move or show data of a connection's ERP. */
const uses: { [O in OperationName<"ErpSync">]?: Input<"ErpSync", O> } = {
  GetErpFieldValues: { ErpConnectionId: 1, CrmActorType: "Contact", EntityId: 2, FieldKeys: ["NAME"] },
  GetFieldValuesFromErp: { ErpConnectionId: 1, ActorTypeErp: "Customer", ErpKey: "10001" },
  GetFieldsForNewErpActor: customer,
  SupportsAdvancedSearch: customer,
  CreateActorLink: { ...record, ...customer, CrmRecordId: 3, ErpKey: "10002" },
  BreakActorLink: record,
  ConnectActor: { ...record, ...customer, CrmRecordId: 3, ErpKey: "10002", FieldValues: [] },
  CreateErpActorFromCrm: { ConnectionId: 1, CrmEntityId: 3, ErpActorType: "Customer", CrmActorType: "Contact" },
  ForceResync: { ErpConnectionId: 1, InternalKeyIds: [] },
  ForceResyncNoBlankValues: { ErpConnectionId: 1, InternalKeyIds: [] },
  ForceResyncBatchTask: { ErpConnectionId: 1, InternalKeyIds: [] },
  ForceResyncExternal: { ...customer, ExternalKeys: [] },
  ForceResyncExternalNoBlankValues: { ...customer, ExternalKeys: [] },
};

describeOnEachStore("a connection that is not for all", ({ netServer }) => {
  async function closed() {
    const server = await netServer({
      demo: true,
      users: [
        { name: "ann", password: "x", groupId: 2 },
        { name: "bob", password: "x", groupId: 3 },
      ],
    });
    const { call, change, customer: values } = await demo(server, [name]);
    const Connection = await call("GetConnection", { ErpConnectionId: 1 });
    await call("SaveConnection", { Connection: { ...Connection, AllAccess: false, UserGroupAccessIds: [2] } });
    const [ann, bob] = [
      await callerOf(server, "ErpSync", { user: "ann" }),
      await callerOf(server, "ErpSync", { user: "bob" }),
    ];
    return { server, call, ann, bob, change, values };
  }

  test("is used by those who may, and by nobody else", async () => {
    const { server, ann, bob } = await closed();
    // A key of the record above is a name of an operation, with the input of that operation.
    for (const [operation, input] of Object.entries(uses) as [OperationName<"ErpSync">, object][]) {
      await expect(bob(operation, input as never), operation).rejects.toMatchObject(
        exception("SoSentryException", "You have no access to connection 1."),
      );
    }
    expect(await bob("TryConnectActor", { ...record, ...customer, ErpKey: "1", FieldValues: [] })).toBe(false);
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Fjordlaks AS" });
    expect(await ann("GetFieldValuesFromErp", uses.GetFieldValuesFromErp ?? {})).not.toEqual([]);
    expect(await ann("ForceResync", { ErpConnectionId: 1, InternalKeyIds: [] })).toMatchObject({ IsOk: true });
  });

  test("is left out when somebody else copies from the CRM to all of them", async () => {
    const { server, call, ann, bob, values } = await closed();
    const company = "Second Company";
    const second = { ErpConnectorId: 1, DisplayName: "Open", AllAccess: true, ConfigFields: { COMPANY: company } };
    await call("SaveConnection", { Connection: { ...second, Active: true } });
    const mapping = { ErpConnectionId: 2, IsActive: true, ActorTypeErp: "Customer", ActorTypeCrm: "Contact" } as const;
    await call("SaveActorTypeMapping", { Mapping: { ...mapping, FieldMappings: [name] } });
    await server.erp.save({ ActorType: "Customer", ErpKey: "7", FieldValues: { NAME: "Fjordlaks AS" } }, company);
    await linkCustomer(call, 2, 2, "7");
    await server.records.change("Contact", 2, { NAME: "From the CRM" });
    const everything = { ErpConnectionId: 0, InternalKeyIds: [] };
    expect(await bob("ForceResync", everything)).toMatchObject({
      IsOk: true,
      Status: "Warning",
      UserExplanation: "Demo: you have no access, so nothing was copied.",
    });
    expect(await values()).toMatchObject({ NAME: "Fjordlaks AS" });
    expect((await server.erp.actors("Customer", company))[0]?.FieldValues).toMatchObject({ NAME: "From the CRM" });
    expect(await ann("ForceResync", everything)).toMatchObject({ IsOk: true, Status: "Ok" });
    expect(await values()).toMatchObject({ NAME: "From the CRM" });
  });

  test("is still set up and synced by whoever runs the server", async () => {
    const { server, call, bob, change } = await closed();
    expect(await bob("GetConnection", { ErpConnectionId: 1 })).toMatchObject({ AllAccess: false });
    await call("ForceSyncAll", {});
    await change({ NAME: "Changed" });
    expect(await bob("ForceSyncAll", {})).toMatchObject({ IsOk: true });
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Changed" });
  });
});
