import type { ErpConnector } from "@superoffice-soap/schema";
import { expect, test } from "vitest";
import type { ConnectorLogEntry } from "../../src/index.ts";
import { exception } from "../callers.ts";
import { activate, both, linkCustomer, name } from "../erp-sync/erp-demo.ts";
import { connectFake, createFakeErp, createTimeLimits, field } from "../erp-sync/erp-fake.ts";
import { describeOnEachStore } from "../stores.ts";

const { schedule, exceeds } = createTimeLimits();

/** A connector may be written in JavaScript, so what it answers need not be what its type says. */
const lies = (answer: () => unknown) => answer as () => never;

const throws = (thrown: () => unknown) => () => {
  throw thrown();
};

const customer = (ErpKey: string, FieldValues: object) => ({
  ActorType: "Customer",
  ErpKey,
  LastModified: "9",
  FieldValues,
});

const secretFields = [
  field("SERVER"),
  field("PASSWORD", { FieldType: "Password" }),
  field("PIN", { FieldType: "Password" }),
];

describeOnEachStore("a connector's own words", ({ netServer }) => {
  async function withFake(config?: Record<string, string>) {
    const erp = createFakeErp([field("NAME"), field("VATNO")]);
    const entries: ConnectorLogEntry[] = [];
    const synchronization = {
      connectors: { "test://erp": erp.connector },
      connectorTimeLimitMs: 30,
      schedule,
      log: (entry: ConnectorLogEntry) => entries.push(entry),
    };
    const server = await netServer({ synchronization });
    const { call, ErpConnectionId } = await connectFake(server);
    erp.put({ ErpKey: "1", FieldValues: { NAME: "One" } });
    await activate(call, ErpConnectionId, [name, { ErpFieldKey: "VATNO", ...both }]);
    await linkCustomer(call, ErpConnectionId, 2, "1");
    await call("ForceSyncAll", {});
    if (config !== undefined) {
      const Connection = { ...(await call("GetConnection", { ErpConnectionId })), ConfigFields: config };
      await call("SaveConnection", { Connection });
    }
    const sync = (methods: Partial<ErpConnector>) => {
      erp.replace(methods);
      return call("ForceSyncAll", {});
    };
    return { erp, server, call, ErpConnectionId, entries, sync };
  }

  test("reach the answer when it throws, and the log with the stack and the causes", async () => {
    const { entries, sync } = await withFake();
    const cause = new Error("", { cause: "the last drive" });
    const error = new RangeError("the disk is full\n    at Object.write (erp.cs:7)", {
      cause: Object.assign(cause, { code: "ENOSPC" }),
    });
    const answer = await sync({ getActorsByTimestamp: throws(() => error) });
    expect(answer).toMatchObject({
      IsOk: false,
      ErrorCode: "Exception",
      UserExplanation: "Fake: The connector failed: the disk is full",
      TechExplanation:
        "Fake: The connector threw RangeError: the disk is full (caused by Error: ENOSPC) (caused by string: the last drive)",
    });
    expect(JSON.stringify(answer)).not.toMatch(/\bat |erp\.cs|\.ts:/);
    expect(entries).toMatchObject([
      {
        level: "error",
        url: "test://erp",
        operation: "getActorsByTimestamp",
        message:
          "The connector threw RangeError: the disk is full (caused by Error: ENOSPC) (caused by string: the last drive)",
        thrown: [
          { error: "RangeError", message: "the disk is full" },
          { error: "Error", message: "ENOSPC" },
          { error: "string", message: "the last drive", frames: [] },
        ],
      },
    ]);
    expect(entries[0]?.thrown[0]?.frames.join()).toContain("connector-log.test.ts");
  });

  test("are an exception's where there is no report, and a reason not to activate", async () => {
    const { erp, call, ErpConnectionId } = await withFake();
    erp.replace({ getActors: async () => throws(() => new Error("no route to the ERP"))() });
    const record = { ErpConnectionId, CrmActorType: "Contact", EntityId: 2 } as const;
    await expect(call("GetErpFieldValues", { ...record, FieldKeys: ["NAME"] })).rejects.toMatchObject({
      ...exception("SoException", "The connector threw Error: no route to the ERP"),
      friendlyText: "The connector failed: no route to the ERP",
    });
    erp.replace({ testConnection: throws(() => new AggregateError([new Error("refused"), new Error("reset")])) });
    await call("ToggleErpConnectionActive", { ErpConnectionId });
    expect(await call("ToggleErpConnectionActive", { ErpConnectionId })).toEqual([
      "The connector failed: refused; reset",
    ]);
  });

  test("reach the log where an operation can only say no", async () => {
    const { erp, call, ErpConnectionId, entries } = await withFake();
    erp.replace({ testConnection: throws(() => new Error("no route")), getSupportedActorTypes: lies(() => 7) });
    expect(await call("TestConnectionById", { ErpConnectionId })).toBe(false);
    expect(await call("UpdateConnectionFields", { ErpConnectionId })).toBe(false);
    expect(entries).toMatchObject([
      { operation: "testConnection", message: "The connector threw Error: no route" },
      {
        operation: "getSupportedActorTypes",
        message: "The connector's answer is not as agreed: The answer is no object.",
        thrown: [],
      },
    ]);
  });

  test("are missing when it takes too long, which the log has too", async () => {
    const { entries, sync } = await withFake();
    await sync({ getActorsByTimestamp: exceeds });
    expect(entries).toMatchObject([
      {
        level: "error",
        operation: "getActorsByTimestamp",
        message: "The connector did not answer within 30 ms.",
        thrown: [],
      },
    ]);
  });

  test("that are an answer are in the answer alone", async () => {
    const { entries, sync } = await withFake();
    const answer = await sync({
      getActorsByTimestamp: () => ({ IsOk: false, TechExplanation: "Closed for the year." }),
    });
    expect(answer).toMatchObject({ TechExplanation: "Fake: Closed for the year." });
    expect(entries).toEqual([]);
  });

  test("are cut to a few, however many and long they are", async () => {
    const { sync } = await withFake();
    const error = new Error("x\u0000".repeat(100_000));
    error.cause = error;
    const words = (await sync({ getActorsByTimestamp: throws(() => error) }))?.TechExplanation ?? "";
    expect(words.length).toBeLessThan(3_000);
    expect(words).toContain("x\ufffdx");
  });

  const config = { SERVER: "erp01", PASSWORD: "hunter 2+", PIN: "7" };

  test("do not hold the passwords that it was configured with, in answers or in the log", async () => {
    const { erp, entries, sync, call, ErpConnectionId } = await withFake(config);
    const getConfigData = () => ({ IsOk: true, Value: secretFields });
    const words = `erp01 refused "hunter 2+" (hunter%202%2B), PIN 7 of 70, Pwd=other`;
    const clean = `erp01 refused "…" (…), PIN … of 70, Pwd=…`;
    const thrown = await sync({
      getConfigData,
      getActorsByTimestamp: throws(() => new Error(words, { cause: words })),
    });
    expect(thrown).toMatchObject({ UserExplanation: `Fake: The connector failed: ${clean}` });
    const refused = { IsOk: false, UserExplanation: words, TechExplanation: words };
    expect(await sync({ getConfigData, getActorsByTimestamp: () => refused })).toMatchObject({
      UserExplanation: `Fake: ${clean}`,
      TechExplanation: `Fake: ${clean}`,
    });
    const warning = { IsOk: true, Status: "Warning", UserExplanation: words, Value: [] } as const;
    expect(await sync({ getConfigData, getActorsByTimestamp: () => warning })).toMatchObject({
      UserExplanation: `Fake: ${clean}`,
    });
    erp.replace({ getConfigData, testConfigData: throws(() => new Error("new password refused")) });
    const ConfigFields = { ...config, PASSWORD: "new password" };
    await call("TestConnectionByConfig", { ErpConnectionId: 2, ConfigFields });
    expect(entries.at(-1)).toMatchObject({
      operation: "testConfigData",
      message: "The connector threw Error: … refused",
    });
    erp.replace({ getConfigData, saveConnection: throws(() => new Error("new password, hunter 2+")) });
    const Connection = { ...(await call("GetConnection", { ErpConnectionId })), ConfigFields };
    await expect(call("SaveConnection", { Connection })).rejects.toMatchObject(
      exception("SoException", "The connector threw Error: …, …"),
    );
    expect(JSON.stringify(entries)).not.toMatch(/hunter|new password/);
  });

  test("hold none of the values while it does not say which are passwords", async () => {
    const { sync, erp } = await withFake(config);
    erp.calls.splice(0);
    const getConfigData = throws(() => new Error("no"));
    for (let time = 0; time < 2; time++) {
      const answer = await sync({ getConfigData, getActorsByTimestamp: throws(() => new Error("erp01, hunter 2+")) });
      expect(answer).toMatchObject({ UserExplanation: "Fake: The connector failed: …, …" });
    }
    expect(
      erp.calls.filter((called) => called === "getConfigData"),
      "and it is asked once",
    ).toHaveLength(1);
  });

  test("are whole without a configuration", async () => {
    const { erp, entries, call } = await withFake();
    erp.replace({ getConfigData: throws(() => new Error("erp01 is down")) });
    expect(await call("TestConnectorUrl", { Url: "test://erp" })).toBe("ErrorNotFound");
    expect(entries).toMatchObject([
      { operation: "getConfigData", message: "The connector threw Error: erp01 is down" },
    ]);
  });

  const extra = {
    getActorsByTimestamp: lies(() => ({
      IsOk: true,
      Value: [customer("1", { NAME: "Uno", LIMIT: 7, "a\u0000": {} })],
    })),
  };
  const told = [
    `Customer has the field "LIMIT", which was not asked for. It is skipped.`,
    `Customer has the field "a\ufffd", which was not asked for. It is skipped.`,
  ];

  test("tell of a field that was not asked for, which is skipped", async () => {
    const { server, sync, entries } = await withFake();
    const answer = await sync(extra);
    expect(answer).toMatchObject({ IsOk: true, Status: "Warning" });
    expect(answer?.TechExplanation?.split("\n")).toEqual(told.map((text) => `Fake: ${text}`));
    expect(await server.records.read("Contact", 2)).toMatchObject({ NAME: "Uno" });
    const logged = told.map((message) => ({
      level: "warn",
      url: "test://erp",
      operation: "getActorsByTimestamp",
      message,
      thrown: [],
    }));
    expect(entries).toEqual(logged);
    expect(await sync(extra), "in each run").toMatchObject({ Status: "Warning" });
    expect(entries, "but once to the log").toEqual(logged);
  });

  test("tell of some of many odd fields", async () => {
    const { sync, entries } = await withFake();
    const odd = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`ODD${index}`, ""]));
    const Value = [customer("1", odd), customer("2", odd)];
    const answer = await sync({ getActorsByTimestamp: lies(() => ({ IsOk: true, Value })) });
    expect(answer?.TechExplanation?.split("\n")).toHaveLength(21);
    expect(entries).toHaveLength(100);
  });

  test.each([
    ["in another case", { name: "Uno", Vatno: "NO 1" }, { NAME: "Uno", VATNO: "NO 1" }, 0],
    ["in both cases", { Name: "Due", NAME: "Uno", name: "Tre" }, { NAME: "Uno" }, 2],
    ["twice in another case", { Name: "Uno", name: "Due" }, { NAME: "Uno" }, 1],
  ])("name a field %s", async (_, given, values, skipped) => {
    const { server, sync, entries } = await withFake();
    await sync({ getActorsByTimestamp: lies(() => ({ IsOk: true, Value: [customer("1", given)] })) });
    expect(await server.records.read("Contact", 2)).toMatchObject(values);
    expect(entries).toHaveLength(skipped);
  });

  test("may name a type of actors that is not known, which is skipped", async () => {
    const { erp, call, ErpConnectionId, entries } = await withFake();
    erp.replace({ getSupportedActorTypes: lies(() => ({ IsOk: true, Value: ["Customer", "Machine"] })) });
    expect(await call("UpdateConnectionFields", { ErpConnectionId })).toBe(true);
    expect(entries).toMatchObject([
      {
        level: "warn",
        operation: "getSupportedActorTypes",
        message: 'the actor type "Machine" is not known. It is skipped.',
      },
    ]);
  });
});
