import { expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { contactTable } from "../../src/store/table-numbers.ts";
import { callerOf } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";

const context = { services: "Services88" } as const;
const users = [{ name: "ADM0", password: "secret" }];

describeOnEachStore("the demo data", ({ netServer, place }) => {
  test("stay out of a store that was made without them, and leave its users and their passwords alone", async () => {
    const store = await place();
    const first = await netServer({ store, users });
    const call = await callerOf(first, "ErpSync");
    await call("SaveErpSyncConnectorEntity", { ErpSyncConnectorEntity: { DisplayName: "Ours", URL: "http://ours" } });
    await first.close();
    const again = await netServer({ store });
    expect(again.demo).toBe(false);
    const signIn = (Password: string) =>
      again.call(
        "SoPrincipal",
        "AuthenticateUsernamePassword",
        { UserName: "ADM0", Password },
        { ...context, loopback: true },
      );
    expect(await signIn("")).toMatchObject({ AuthenticationSucceeded: false });
    expect(await signIn("secret")).toMatchObject({ AuthenticationSucceeded: true });
    const connectors = await (await callerOf(again, "ErpSync"))("GetAllConnectors", {});
    expect(connectors).toMatchObject([{ Name: "Ours" }]);
    expect(await again.records.read("Contact", 1)).toBeUndefined();
    expect(await again.erp.actors("Customer")).toEqual([]);
  });

  test("stay out of a store that was made with demo: false, also when several servers ask for them later", async () => {
    const store = await place();
    await (await netServer({ store, demo: false })).close();
    const servers = await Promise.all([1, 2, 3].map(() => netServer({ store, demo: true })));
    expect(servers.map(({ demo }) => demo)).toEqual([false, false, false]);
    await expect(servers[0]?.issueTicket("ADM0")).rejects.toThrow('There is no user "ADM0".');
  });

  test("stay out of a store from before that was decided for every store", async () => {
    const at = await place();
    await (await netServer({ store: at, users })).close();
    const store = await openStore(at, new Date());
    await store.db.deleteFrom("store_setting").where("name", "=", "demo").execute();
    await store.close();
    expect(await netServer({ store: at })).toMatchObject({ demo: false });
  });

  test("are in a new store for all of the servers that start at once, or for none", async () => {
    const store = await place();
    const servers = await Promise.all(
      [undefined, users, undefined].map((named) => netServer({ store, ...(named && { users: named }) })),
    );
    const [one, withUsers, other] = servers.map(({ demo }) => demo);
    expect(one).toBe(other);
    expect(withUsers).toBe(false);
    expect(await servers[0]?.records.read("Contact", 1)).toEqual(
      one ? expect.objectContaining({ NAME: "SuperOffice Demo AS" }) : undefined,
    );
  });

  test("make relations between unknown parties an error, and only they do", async () => {
    const store = await place();
    const first = await netServer({ store, users });
    await first.close();
    const seeded = await openStore(store, new Date());
    await seeded.db
      .insertInto("relationdefinition")
      .values({ id: 1, name: "Owns", passive_text: "", tooltip: "", rank: 1, deleted: 0 })
      .execute();
    await seeded.db
      .insertInto("relationtarget")
      .values({ definition_id: 1, source_table: contactTable, destination_table: contactTable, bidirectional: 0 })
      .execute();
    await seeded.close();
    const call = await callerOf(await netServer({ store }), "Relation");
    const ContactRelationEntity = { SourceContactId: 70, DestinationContactId: 80, RelationDefinitionId: 1 };
    expect(await call("SaveContactRelation", { ContactRelationEntity })).toMatchObject({ SourceContactId: 70 });
  });
});
