import type { ErpConnection } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { createNetServer } from "../../src/index.ts";
import { callerOf, exception } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const rights = { TableRight: { Mask: ["Select", "Update", "Insert", "Delete"], Reason: "" }, FieldProperties: null };

describeOnEachStore("connectors and connections", ({ netServer }) => {
  test("a connector is created, changed and found", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    expect(await call("GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: 1 })).toMatchObject({
      DisplayName: "Demo ERP",
    });
    expect(await call("GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: 99 })).toBeNull();
    const ErpSyncConnectorEntity = await call("CreateDefaultErpSyncConnectorEntity", {});
    expect(ErpSyncConnectorEntity).toEqual({ ...rights, ErpConnectorId: 0, DisplayName: "", URL: "", Deleted: false });
    const saved = await call("SaveErpSyncConnectorEntity", {
      ErpSyncConnectorEntity: { ...ErpSyncConnectorEntity, DisplayName: "Visma", URL: "https://erp.example/connector" },
    });
    const ErpConnectorId = saved?.ErpConnectorId ?? 0;
    const retired = { ErpConnectorId, DisplayName: "Visma 2", URL: "https://erp.example/2", Deleted: true };
    await call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: retired });
    const found = await call("GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: ErpConnectorId });
    expect(found).toEqual({ ...rights, ...retired });
  });

  test("a connection gets its GUID from the server and keeps what is not mentioned", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    const Connection: ErpConnection = {
      ErpConnectorId: 1,
      DisplayName: 'NO:"Økonomi";US:"Finance"',
      DisplayDescription: "",
      Active: false,
      ConnectionId: "the client's own",
      MostRecentTimestamp: "",
      ConfigFields: { server: "erp.example", __proto__x: "", password: null },
      AllAccess: false,
      UserGroupAccessIds: [2, 1, 2],
      AssociateAccessIds: [1],
    };
    const saved = await call("SaveConnection", { Connection });
    expect(saved).toEqual({
      ...rights,
      ...Connection,
      ErpConnectionId: 1,
      ConnectionId: expect.stringMatching(guid),
      Deleted: false,
      UserGroupAccessIds: [2, 1],
    });
    expect(await call("GetConnection", { ErpConnectionId: 1 })).toEqual(saved);

    const { ConfigFields: _, ...change } = { ...saved, ConnectionId: null, AllAccess: true, DisplayName: "ERP" };
    const changed = await call("SaveConnection", { Connection: change });
    expect(changed).toEqual({ ...saved, DisplayName: "ERP", AllAccess: true });
    const narrowed = {
      ...changed,
      AllAccess: false,
      UserGroupAccessIds: [],
      AssociateAccessIds: [3],
      ConfigFields: {},
    };
    expect(await call("SaveConnection", { Connection: narrowed })).toMatchObject({
      UserGroupAccessIds: [],
      AssociateAccessIds: [3],
      ConfigFields: {},
    });
    expect(await call("GetConnection", { ErpConnectionId: 99 })).toBeNull();
  });
});

describeOnEachStore("a connection", ({ netServer }) => {
  test("has as many users, groups and configuration values as it is given", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    const ids = Array.from({ length: 20_000 }, (_, index) => index + 1);
    const ConfigFields = Object.fromEntries(ids.map((id) => [`K${id}`, "v"]));
    const access = { UserGroupAccessIds: ids, AssociateAccessIds: ids };
    const saved = await call("SaveConnection", { Connection: { ErpConnectorId: 1, ...access, ConfigFields } });
    expect(saved).toMatchObject(access);
    expect(Object.keys(saved?.ConfigFields ?? {})).toHaveLength(ids.length);
  });

  test("keeps its connector from being retired by saving it", async () => {
    const call = await callerOf(await netServer(), "ErpSync");
    const Connection = await call("SaveConnection", { Connection: { ErpConnectorId: 1 } });
    const connector = await call("GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: 1 });
    const retire = () =>
      call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: { ...connector, DisplayName: "x", Deleted: true } });
    await expect(retire()).rejects.toMatchObject(
      exception("SoIllegalOperationException", "Connector 1 has connections."),
    );
    expect(await call("GetErpSyncConnectorEntity", { ErpSyncConnectorEntityId: 1 })).toEqual(connector);
    await call("DeleteConnection", { ErpConnectionId: Connection?.ErpConnectionId ?? 0 });
    expect(await retire()).toMatchObject({ DisplayName: "x", Deleted: true });
    expect(await retire(), "a retired one may be saved").toMatchObject({ Deleted: true });
  });
});

describe("what a connection must be", () => {
  test.each<[ErpConnection, string, string]>([
    [{ ErpConnectorId: 99 }, "SoNotFoundException", "There is no connector with id 99."],
    [{ ErpConnectionId: 99 }, "SoNotFoundException", "There is no connection with id 99."],
    [{ DisplayName: "x".repeat(255) }, "SoValidationException", "DisplayName has 255 characters; the limit is 254."],
    [
      { ConfigFields: { ["k".repeat(255)]: "" } },
      "SoValidationException",
      "ConfigFields.Key has 255 characters; the limit is 254.",
    ],
    [
      { ConfigFields: { k: "v".repeat(1024) } },
      "SoValidationException",
      "ConfigFields.Value has 1024 characters; the limit is 1023.",
    ],
  ])("%#", async (broken, type, message) => {
    const call = await callerOf(await createNetServer(), "ErpSync");
    await expect(call("SaveConnection", { Connection: { ErpConnectorId: 1, ...broken } })).rejects.toMatchObject(
      exception(type, message),
    );
    expect(await call("GetConnection", { ErpConnectionId: 1 }), "nothing is stored").toBeNull();
  });

  test("a retired connector takes no connections", async () => {
    const call = await callerOf(await createNetServer(), "ErpSync");
    await call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: { ErpConnectorId: 1, Deleted: true } });
    await expect(call("SaveConnection", { Connection: { ErpConnectorId: 1 } })).rejects.toMatchObject(
      exception("SoNotFoundException", "There is no connector with id 1."),
    );
  });

  test.each([[{ DisplayName: "ERP" }], [{ DisplayName: "ERP", URL: " " }], [{ ErpConnectorId: 1, URL: null }]])(
    "a connector needs an address: %j",
    async (ErpSyncConnectorEntity) => {
      const call = await callerOf(await createNetServer(), "ErpSync");
      await expect(call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity })).rejects.toMatchObject(
        exception("SoValidationException", "URL must not be blank."),
      );
      expect(await call("GetAllConnectors", {})).toMatchObject([{ Id: 1, ToolTip: "demo://erp" }]);
    },
  );

  test("a value to configure a connection with needs a name", async () => {
    const call = await callerOf(await createNetServer(), "ErpSync");
    const Connection = { ErpConnectorId: 1, DisplayName: "ERP", ConfigFields: { " ": "x" } };
    await expect(call("SaveConnection", { Connection })).rejects.toMatchObject(
      exception("SoValidationException", "ConfigFields.Key must not be blank."),
    );
    expect(await call("GetAllConnections", { IncludeDeleted: true })).toEqual([]);
  });

  test("a connector's address has at most 1023 characters", async () => {
    const call = await callerOf(await createNetServer(), "ErpSync");
    const save = (URL: string) => call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: { URL } });
    expect(await save("u".repeat(1023))).toMatchObject({ ErpConnectorId: 2 });
    await expect(save("u".repeat(1024))).rejects.toMatchObject(
      exception("SoValidationException", "URL has 1024 characters; the limit is 1023."),
    );
  });
});
