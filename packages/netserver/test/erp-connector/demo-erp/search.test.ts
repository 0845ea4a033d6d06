import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ErpConnection, SearchRestriction } from "@superoffice-soap/schema";
import { afterAll, describe, expect, test } from "vitest";
import { createDemoErpConnector } from "../../../src/erp-connector/demo-erp/create-demo-erp-connector.ts";
import { createNetServer } from "../../../src/net-server.ts";
import { openStore } from "../../../src/store/open-store.ts";

// No operation of the contract searches an ERP: in SuperOffice that is the GUI's, through the same connectors. So the
// connection and the customers are made by calls, and the connector is asked as SuperOffice would ask it.
const directory = await mkdtemp(join(tmpdir(), "netserver-"));
const netServer = await createNetServer({ store: directory });
const ticket = await netServer.issueTicket("ADM0");
const store = await openStore(directory, new Date());
afterAll(async () => {
  await netServer.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});
const connector = createDemoErpConnector(store);
const { signal } = new AbortController();

async function asked(
  operation:
    | "SaveConnection"
    | "CreateErpActorFromCrm"
    | "SaveActorTypeMapping"
    | "SupportsAdvancedSearch"
    | "DeleteConnection",
  input: object,
) {
  return netServer.call("ErpSync", operation, input, { services: "Services88", ticket });
}

const saved = (await asked("SaveConnection", {
  Connection: { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true, Active: true },
})) as ErpConnection;
const { ErpConnectionId = 0 } = saved;
const connection = saved.ConnectionId ?? "";

async function create(CrmEntityId: number, ErpFieldKeyValues: Record<string, string>): Promise<void> {
  const types = { ErpActorType: "Customer", CrmActorType: "Contact" };
  const input = { ConnectionId: ErpConnectionId, CrmEntityId, ...types, ErpFieldKeyValues };
  expect(await asked("CreateErpActorFromCrm", input)).toBe(true);
}

await asked("SaveActorTypeMapping", {
  Mapping: {
    ErpConnectionId,
    IsActive: true,
    ActorTypeErp: "Customer",
    ActorTypeCrm: "Contact",
    FieldMappings: [{ ErpFieldKey: "NAME", CrmFieldKey: "NAME", SyncToErp: true }],
  },
});
await create(2, { NAME: "Blåbær & Sønn", CREDITLIMIT: "[F:75000.5]", SINCE: "[DT:05/17/2020 00:00:00.0000000]" });
await create(3, { NAME: "Other Blåbær", CREDITLIMIT: "[F:10]", CATEGORY: "B" });

const names = ({ Value, ...answer }: Awaited<ReturnType<typeof connector.searchActors>>) => {
  expect(answer).toEqual({ IsOk: true });
  return Value?.map(({ FieldValues }) => FieldValues.NAME);
};

describe("the ERP in miniature", () => {
  test("finds actors in which a text occurs, whatever its case, with the fields asked for", async () => {
    const find = (text: string, fields = ["NAME"]) =>
      connector.searchActors(connection, "Customer", text, fields, signal);
    expect(names(await find("BLÅBÆR"))).toEqual(["Blåbær & Sønn", "Other Blåbær"]);
    expect(names(await find("& søn"))).toEqual(["Blåbær & Sønn"]);
    expect(names(await find("no such text"))).toEqual([]);
    const { Value: [found] = [] } = await find("other blå", ["CATEGORY", "NO SUCH FIELD"]);
    expect(found?.FieldValues).toEqual({ CATEGORY: "B", "NO SUCH FIELD": "" });
    expect((await find("", ["NAME"])).Value?.length, "nothing said is everybody").toBeGreaterThan(2);
    expect(await connector.searchActors(connection, "Employee", "x", [], signal)).toMatchObject({ IsOk: false });
  });

  const by = (FieldKey: string, Operator: string, ...Values: string[]): SearchRestriction => ({
    FieldKey,
    Operator,
    Values,
  });
  const own = by("NAME", "contains", "blåbær");

  test.each<[what: string, restrictions: SearchRestriction[], found: string[]]>([
    ["a text that begins so", [by("NAME", "begins", "blå")], ["Blåbær & Sønn"]],
    ["a text that ends so", [by("NAME", "ends", "BLÅBÆR")], ["Other Blåbær"]],
    ["a number above", [own, by("CREDITLIMIT", ">", "[F:75000]")], ["Blåbær & Sønn"]],
    ["numbers between", [own, by("CREDITLIMIT", "between", "[F:10]", "[F:20]")], ["Other Blåbær"]],
    ["a date before", [own, by("SINCE", "before", "[DT:01/01/2021 00:00:00.0000000]")], ["Blåbær & Sønn"]],
    ["one of a list", [own, by("CATEGORY", "oneof", "A", "B")], ["Other Blåbær"]],
    ["criteria that no one meets together", [own, by("CATEGORY", "oneof", "B"), by("CREDITLIMIT", ">", "[F:10]")], []],
    ["no criterion that is met", [by("NAME", "=", "nobody")], []],
  ])("finds actors by %s", async (_what, restrictions, found) => {
    expect(names(await connector.searchActorsAdvanced(connection, "Customer", restrictions, ["NAME"], signal))).toEqual(
      found,
    );
  });

  test("says of which fields such criteria may be, and what is none", async () => {
    const supported = (ErpActorType: string) => asked("SupportsAdvancedSearch", { ErpConnectionId, ErpActorType });
    expect([await supported("Customer"), await supported("Employee")]).toEqual([true, false]);
    const { Value: fields = [] } = await connector.getSearchableFields(connection, "Customer", signal);
    expect(fields).toEqual(["NAME", "VATNO", "CATEGORY", "CREDITLIMIT", "SINCE"]);
    const refused = await connector.searchActorsAdvanced(connection, "Customer", [by("NAME", ">", "a")], [], signal);
    expect(refused).toMatchObject({ IsOk: false, UserExplanation: "NAME cannot be searched by >." });
  });

  test("gives items of a list by their keys, in the list's order", async () => {
    const items = (list: string, keys: string[]) => connector.getListItems(connection, list, keys, signal);
    expect(await items("country", ["DE", "NO", "XX"])).toEqual({
      IsOk: true,
      Value: [
        { Key: "NO", Name: "Norway" },
        { Key: "DE", Name: "Germany" },
      ],
    });
    expect(await items("country", [])).toEqual({ IsOk: true, Value: [] });
    expect(await items("nolist", ["A"])).toMatchObject({ IsOk: false, UserExplanation: 'There is no list "nolist".' });
  });

  test("searches for no connection that was deleted", async () => {
    await asked("DeleteConnection", { ErpConnectionId });
    const answer = await connector.searchActors(connection, "Customer", "", [], signal);
    expect(answer).toMatchObject({ IsOk: false, ErrorCode: "UNKNOWN_CONNECTION_ID" });
  });
});
