import type { ErpConnector } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import { exception } from "../callers.ts";
import { activate, both, linkCustomer, mapCustomers, name } from "../erp-sync/erp-demo.ts";
import { connectFake, createFakeErp, field } from "../erp-sync/erp-fake.ts";
import { describeOnEachStore } from "../stores.ts";

const throwing = () => {
  throw new Error("secret");
};

const throwingUntouchable = () => {
  throw new Proxy({}, { get: throwing, getPrototypeOf: throwing });
};

/** A connector may be written in JavaScript, so what it answers need not be what its type says. */
const lies = (answer: () => unknown) => answer as () => never;

const customer = (ErpKey: unknown, NAME: unknown, more: object = {}) => ({
  ActorType: "Customer",
  ErpKey,
  LastModified: "9",
  FieldValues: { NAME },
  ...more,
});

describeOnEachStore("an actor that cannot be understood", ({ netServer }) => {
  async function withTwo() {
    const erp = createFakeErp([field("NAME"), field("VATNO")]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Two" } });
    const synchronization = { connectors: { "test://erp": erp.connector } };
    const server = await netServer({ synchronization });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name, { ErpFieldKey: "VATNO", ...both }]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await linkCustomer(call, ErpConnectionId, 3, "2");
    await call("ForceSyncAll", {});
    const sync = () => call("ForceSyncAll", {});
    const companies = async () => [
      (await server.records.read("Contact", 2))?.NAME,
      (await server.records.read("Contact", 3))?.NAME,
    ];
    return { erp, server, call, sync, companies, ErpConnectionId };
  }

  test("does not hold up the others, and is reported until it can be", async () => {
    const { erp, sync, companies } = await withTwo();
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Uno\u000B" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Due" } });
    const failed = {
      IsOk: false,
      Status: "Error",
      ErrorCode: "InvalidAnswer",
      UserExplanation: "Customer 1: The connector's answer cannot be understood.",
      TechExplanation: expect.stringMatching(/^Customer 1: .*NAME has a character that XML cannot carry\.$/),
    };
    expect(await sync()).toMatchObject({ ...failed, Changes: { UpdatedRecords: [{ RecordId: 3 }] } });
    expect(await companies()).toEqual(["Fjordlaks AS", "Due"]);
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Two again" } });
    expect(await sync()).toMatchObject(failed);
    expect(await companies()).toEqual(["Fjordlaks AS", "Two again"]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Uno" } });
    expect(await sync()).toMatchObject({ IsOk: true, Status: "Ok" });
    expect(await companies()).toEqual(["Uno", "Two again"]);
  });

  test("is a warning when it is not linked, and is not asked for again", async () => {
    const { erp, sync, companies, call, ErpConnectionId } = await withTwo();
    erp.put({ ErpKey: "3", FieldValues: { NAME: "Tre\u000B" } });
    erp.put({ ErpKey: "2", FieldValues: { NAME: "Due" } });
    const before = await call("GetConnection", { ErpConnectionId });
    expect(await sync()).toMatchObject({
      IsOk: true,
      Status: "Warning",
      TechExplanation: expect.stringMatching(/^Customer 3: .*NAME has a character/),
    });
    expect(await companies()).toEqual(["Fjordlaks AS", "Due"]);
    const after = await call("GetConnection", { ErpConnectionId });
    expect(after?.MostRecentTimestamp).not.toBe(before?.MostRecentTimestamp);
  });

  test("is counted where there are too many to list", async () => {
    const { erp, sync } = await withTwo();
    const keys = Array.from({ length: 25 }, (_, index) => `X${index}`);
    const Value = keys.map((ErpKey) => customer(ErpKey, 7));
    erp.replace({ getActorsByTimestamp: lies(() => ({ IsOk: true, Value })) });
    const lines = (await sync())?.TechExplanation?.split("\n") ?? [];
    expect(lines.slice(0, -1).map((line) => line.split(":")[0])).toEqual(
      keys.slice(0, 20).map((key) => `Customer ${key}`),
    );
    expect(lines.at(-1)).toBe("And 5 more.");
  });

  test.each<[string, () => unknown]>([
    ["has a key that is no text", () => customer(1, "Uno")],
    ["has a blank key", () => customer("", "Uno")],
    ["is a hole", () => undefined],
    ["is null", () => null],
    ["is a text", () => "1"],
    ["throws when it is touched", () => new Proxy({}, { get: throwing })],
  ])("that %s fails the run, but not the others", async (_, item) => {
    const { erp, sync, companies } = await withTwo();
    const Value = [item(), customer("2", "Due")];
    if (item() === undefined) delete Value[0];
    erp.replace({ getActorsByTimestamp: lies(() => ({ IsOk: true, Value })) });
    const answer = await sync();
    expect(answer).toMatchObject({ IsOk: false, ErrorCode: "InvalidAnswer", Changes: { UpdatedRecords: [{}] } });
    expect(answer?.TechExplanation).toMatch(/^Customer: The connector's answer is not as agreed/);
    expect(await companies()).toEqual(["Fjordlaks AS", "Due"]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "Uno" } });
    erp.replace({});
    await sync();
    expect((await companies())[0], "is not passed over").toBe("Uno");
  });

  test.each<[string, object]>([
    ["has no stamp", { LastModified: 9 }],
    ["has no values", { FieldValues: null }],
    [
      "has a value that throws",
      { FieldValues: Object.defineProperty({}, "NAME", { get: throwing, enumerable: true }) },
    ],
    ["has a value of the wrong type", { FieldValues: { NAME: 7 } }],
    ["is of another type", { ActorType: "Person" }],
  ])("because it %s fails alone", async (_, more) => {
    const { erp, sync, companies } = await withTwo();
    const Value = [customer("1", "Uno", more), customer("2", "Due")];
    erp.replace({ getActorsByTimestamp: lies(() => ({ IsOk: true, Value })) });
    expect(await sync()).toMatchObject({ IsOk: false, TechExplanation: expect.stringMatching(/^Customer 1: /) });
    expect(await companies()).toEqual(["Fjordlaks AS", "Due"]);
  });

  test("because it is there twice fails alone", async () => {
    const { erp, sync, companies } = await withTwo();
    const Value = [customer("1", "Uno"), customer("2", "Due"), customer("1", "Eins")];
    erp.replace({ getActorsByTimestamp: lies(() => ({ IsOk: true, Value })) });
    expect(await sync()).toMatchObject({
      IsOk: false,
      TechExplanation: expect.stringMatching(/Value has "1" twice\.$/),
    });
    expect(await companies()).toEqual(["Fjordlaks AS", "Due"]);
  });

  test.each<[string, unknown, RegExp]>([
    ["bad itself", customer("1", 7), /^Customer 1: .*NAME is no text/],
    ["another one", customer("9", "Nine"), /^Customer 1: .*actor "9", which was not asked for/],
    ["one without a key", customer(null, "Nobody"), /^Customer 1: .*ErpKey is no text/],
  ])("fails alone when it is asked for and the answer is %s", async (_, item, explanation) => {
    const { erp, server, sync } = await withTwo();
    await server.records.change("Contact", 2, { NAME: "Changed" });
    await server.records.change("Contact", 3, { NAME: "As well" });
    const { getActors } = erp.connector;
    erp.replace({
      getActorsByTimestamp: () => ({ IsOk: true, Value: [] }),
      getActors: lies(() => ({ IsOk: true, Value: [item, { ...erp.actors.get("2"), FieldValues: { NAME: "Two" } }] })),
    });
    expect(await sync()).toMatchObject({ IsOk: false, TechExplanation: expect.stringMatching(explanation) });
    expect(erp.actors.get("2")?.FieldValues).toMatchObject({ NAME: "As well" });
    expect(erp.actors.get("1")?.FieldValues).not.toMatchObject({ NAME: "Changed" });
    erp.replace({ getActors });
    expect(await sync()).toMatchObject({ IsOk: true });
    expect(erp.actors.get("1")?.FieldValues).toMatchObject({ NAME: "Changed" });
  });

  test("does not hold up the other types", async () => {
    const { erp, server, call, sync, ErpConnectionId } = await withTwo();
    const { getActorsByTimestamp } = erp.connector;
    const failing: Partial<ErpConnector> = {
      getSupportedActorTypes: () => ({ IsOk: true, Value: ["Customer", "Supplier"] }),
      getActorsByTimestamp: (id, since, type, ...more) =>
        type === "Customer"
          ? { IsOk: false, TechExplanation: "Customers are broken." }
          : getActorsByTimestamp(id, since, type, ...more),
    };
    erp.replace(failing);
    await call("UpdateConnectionFields", { ErpConnectionId });
    await mapCustomers(call, ErpConnectionId, [name], { ActorTypeErp: "Supplier" });
    erp.put({ ErpKey: "S", ActorType: "Supplier", FieldValues: { NAME: "Vendor" } });
    const ends = { ErpConnectionId, CrmRecordId: 4, CrmActorType: "Contact", ErpKey: "S" } as const;
    await call("CreateActorLink", { ...ends, ErpActorType: "Supplier" });
    await sync();
    erp.put({ ErpKey: "S", FieldValues: { NAME: "Vendor 2" } });
    expect(await sync()).toMatchObject({ IsOk: false, TechExplanation: "Fake: Customers are broken." });
    expect(await server.records.read("Contact", 4)).toMatchObject({ NAME: "Vendor 2" });
  });

  test("is an exception where it is shown", async () => {
    const { erp, call, ErpConnectionId } = await withTwo();
    erp.replace({ getActors: lies(() => ({ IsOk: true, Value: [customer("1", 7)] })) });
    const record = { ErpConnectionId, CrmActorType: "Contact", EntityId: 2 } as const;
    await expect(call("GetErpFieldValues", { ...record, FieldKeys: ["NAME"] })).rejects.toMatchObject(
      exception("SoException", /NAME is no text\.$/),
    );
  });
});

describeOnEachStore("an answer that throws", ({ netServer }) => {
  const answers: [what: string, isOk: boolean, answer: () => unknown][] = [
    ["is full of holes", true, () => ({ IsOk: true, Value: new Array(3) })],
    ["throws when asked how it went", false, () => Object.defineProperty({}, "IsOk", { get: throwing })],
    ["throws when asked for its value", true, () => Object.defineProperty({ IsOk: true }, "Value", { get: throwing })],
    [
      "throws at every touch",
      false,
      () => new Proxy({}, { get: (_, key) => (key === "then" ? undefined : throwing()) }),
    ],
    ["throws what throws", false, () => Object.defineProperty({}, "IsOk", { get: throwingUntouchable })],
    ["has a list that is gone", true, () => ({ IsOk: true, Value: revoked() })],
    ["has items that throw", true, () => ({ IsOk: true, Value: [new Proxy({}, { get: throwing })] })],
  ];
  const thrown: [what: string, name: string, cause: () => unknown][] = [
    [
      "an error whose name throws",
      "Error: what was thrown cannot be looked at",
      () => Object.defineProperty(new Error(), "name", { get: throwing }),
    ],
    ["an error whose name XML cannot carry", "an error.", () => Object.assign(new Error(), { name: "a\u0000" })],
    ["an error with a name that is no text", "an error.", () => Object.assign(new Error(), { name: {} })],
    ["nothing", "undefined.", () => undefined],
    ["a text", "string: the disk is full", () => "the disk is full"],
    ["an object", "object: the disk is full", () => ({ message: "the disk is full" })],
    [
      "what cannot be touched",
      "Error: what was thrown cannot be looked at",
      () => new Proxy({}, { get: throwing, getPrototypeOf: throwing }),
    ],
  ];

  function revoked(): unknown {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  }

  async function withOne() {
    const erp = createFakeErp([field("NAME")]);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    const server = await netServer({ synchronization: { connectors: { "test://erp": erp.connector } } });
    const { call, ErpConnectionId } = await connectFake(server);
    await activate(call, ErpConnectionId, [name]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    return { erp, server, call, ErpConnectionId };
  }

  test.each(answers)("or %s is a bad answer", async (_, isOk, answer) => {
    const { erp, server, call, ErpConnectionId } = await withOne();
    for (const method of ["getActorsByTimestamp", "getActors", "saveActors"] as const) {
      await server.records.change("Contact", 2, { NAME: method });
      const others = method === "getActors" ? { getActorsByTimestamp: () => ({ IsOk: true, Value: [] }) } : {};
      erp.replace({ ...others, [method]: lies(answer) });
      const report = await call("ForceSyncAll", {});
      expect(report, method).toMatchObject({ IsOk: false, Status: "Error", ErrorCode: "InvalidAnswer" });
      expect(JSON.stringify(report)).not.toContain("secret");
    }
    const methods = ["getSupportedActorTypes", "getConfigData", "testConfigData", "getSearchableFields", "getList"];
    erp.replace(Object.fromEntries(methods.map((method) => [method, lies(answer)])));
    expect(await call("UpdateConnectionFields", { ErpConnectionId })).toBe(false);
    expect(await call("TestConnectorUrl", { Url: "test://erp" })).toBe("ErrorNotFound");
    await expect(call("GetConfigurationFields", { ErpConnectorId: 2 })).rejects.toMatchObject(
      exception("SoException", /^The connector's answer is not as agreed/),
    );
    expect(await call("SupportsAdvancedSearch", { ErpConnectionId, ErpActorType: "Customer" })).toBe(false);
    expect(await call("TestConnectionByConfig", { ErpConnectionId: 2, ConfigFields: {} })).toBe(isOk);
    erp.replace({});
    expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: true });
  });

  test.each(thrown)("and throws %s is a connector that failed", async (_what, named, cause) => {
    const { erp, call } = await withOne();
    erp.replace({
      getActorsByTimestamp: () => {
        throw cause();
      },
    });
    expect(await call("ForceSyncAll", {})).toMatchObject({
      IsOk: false,
      ErrorCode: "Exception",
      TechExplanation: `Fake: The connector threw ${named}`,
    });
  });
});
