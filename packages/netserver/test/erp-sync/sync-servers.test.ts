import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { bundledProgram } from "../../../../test-support/bundled-program.ts";
import { eventLoopTurns } from "../../../../test-support/event-loop-turns.ts";
import type { NetServer } from "../../src/index.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type Caller, callerOf } from "../callers.ts";
import { describeOnEachStore } from "../stores.ts";
import { activate, name } from "./erp-demo.ts";
import { connectFake, createFakeErp, type FakeErp } from "./erp-fake.ts";

const syncer = await bundledProgram(new URL("sync-process.ts", import.meta.url));
afterAll(() => syncer.remove());
const links = 120;

interface Pair {
  readonly recordId: number;
  readonly erpKey: string;
}

/** Companies and the customers that they are linked to, the same on both sides. */
async function linkedPairs(
  server: NetServer,
  call: Caller<"ErpSync">,
  ErpConnectionId: number,
  put: (NAME: string) => Promise<string>,
) {
  const pairs: Pair[] = [];
  for (let index = 0; index < links; index++) {
    const [recordId, erpKey] = [await server.records.create("Contact", { NAME: `${index}` }), await put(`${index}`)];
    const ends = {
      ErpConnectionId,
      CrmRecordId: recordId,
      CrmActorType: "Contact",
      ErpKey: erpKey,
      ErpActorType: "Customer",
    } as const;
    expect(await call("CreateActorLink", ends)).toBe(true);
    pairs.push({ recordId, erpKey });
  }
  expect(await call("ForceSyncAll", {})).toMatchObject({ IsOk: true, Status: "Ok" });
  return pairs;
}

const ended = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

/** Kills the process once it has written as many lines of the log of synchronized values. */
async function killAfter(changes: number, child: ChildProcess, place: string): Promise<void> {
  const store = await openStore(place, new Date());
  const logged = async () => {
    const { count } = await store.db
      .selectFrom("erpsynclog")
      .select(({ fn }) => fn.countAll().as("count"))
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  while (!ended(child) && (await logged()) < changes) await setTimeout(1);
  const exit = ended(child) ? undefined : once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  await store.close();
}

describeOnEachStore("a sync that is killed", ({ netServer, place }) => {
  test("leaves each actor as it was or as it shall be, and the next one does the rest", async () => {
    const store = await place();
    const first = await netServer({ store });
    const call = await callerOf(first, "ErpSync");
    await call("SaveConnection", { Connection: { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true } });
    await activate(call, 1, [name]);
    const put = async (NAME: string) =>
      (await first.erp.save({ ActorType: "Customer", FieldValues: { NAME, COUNTRY: "NO" } })).ErpKey;
    const pairs = await linkedPairs(first, call, 1, put);
    // Every other one has changed in the CRM, the rest in the ERP.
    for (const [index, { recordId, erpKey }] of pairs.entries()) {
      if (index % 2 === 0) await first.records.change("Contact", recordId, { NAME: `crm ${index}` });
      else await first.erp.save({ ActorType: "Customer", ErpKey: erpKey, FieldValues: { NAME: `erp ${index}` } });
    }
    await first.close();

    for (const changes of [10, 60]) {
      const child = spawn(process.execPath, [syncer.path, store], {
        stdio: "inherit",
      });
      await killAfter(changes, child, store);
      expect(child.signalCode, "it was killed in the middle").toBe("SIGKILL");
      const between = await netServer({ store });
      const names = await namesOf(between, pairs);
      for (const [index, [crm, erp]] of names.entries()) {
        const changed = index % 2 === 0 ? `crm ${index}` : `erp ${index}`;
        expect([changed, index % 2 === 0 ? changed : `${index}`]).toContain(crm);
        expect([changed, index % 2 === 0 ? `${index}` : changed]).toContain(erp);
      }
      expect(
        names.some(([crm, erp]) => crm !== erp),
        "some were not synced yet",
      ).toBe(true);
      await between.close();
    }

    const last = await netServer({ store });
    const again = await callerOf(last, "ErpSync");
    expect(await again("ForceSyncAll", {})).toMatchObject({ IsOk: true, Status: "Ok", UserExplanation: "" });
    const wanted = pairs.map((_, index) => (index % 2 === 0 ? `crm ${index}` : `erp ${index}`));
    expect(await namesOf(last, pairs)).toEqual(wanted.map((one) => [one, one]));
    expect((await again("ForceSyncAll", {}))?.Changes?.UpdatedRecords).toEqual([]);
  });
});

/** The names of each pair, the CRM's first. */
async function namesOf(server: NetServer, pairs: readonly Pair[]): Promise<(readonly [string, string])[]> {
  const customers = new Map(
    (await server.erp.actors("Customer")).map((actor) => [actor.ErpKey, actor.FieldValues.NAME]),
  );
  return Promise.all(
    pairs.map(async ({ recordId, erpKey }) => {
      const record = await server.records.read("Contact", recordId);
      return [record?.NAME ?? "", customers.get(erpKey) ?? ""] as const;
    }),
  );
}

/** Counts the writes of each actor to an ERP, by its key, with a slow connector. */
function countWrites({ connector, replace }: FakeErp): Map<string, number> {
  const writes = new Map<string, number>();
  const save = connector.saveActors.bind(connector);
  replace({
    async saveActors(id, actors, signal) {
      for (const { ErpKey } of actors) writes.set(ErpKey, (writes.get(ErpKey) ?? 0) + 1);
      await eventLoopTurns();
      return save(id, actors, signal);
    },
  });
  return writes;
}

describeOnEachStore("servers that share a store", ({ netServer, place }) => {
  test("sync each actor once, whether they poll or are asked to at the same time", async () => {
    const store = await place();
    const erp = createFakeErp();
    const ticks: (() => void)[] = [];
    const schedule = (work: () => void, _delayMs: number, kind: string) => {
      if (kind === "idle") ticks.push(work);
      return () => undefined;
    };
    const synchronization = { connectors: { "test://erp": erp.connector }, polling: true, schedule };
    const servers = [await netServer({ store, synchronization }), await netServer({ store, synchronization })] as const;
    const { call, ErpConnectionId } = await connectFake(servers[0]);
    await activate(call, ErpConnectionId, [name]);
    let created = 0;
    const pairs = await linkedPairs(servers[0], call, ErpConnectionId, async (NAME) => {
      created += 1;
      erp.put({ ErpKey: `C${created}`, FieldValues: { NAME } });
      return `C${created}`;
    });
    const writes = countWrites(erp);
    const change = async (word: string) => {
      writes.clear();
      for (const { recordId } of pairs) await servers[0].records.change("Contact", recordId, { NAME: word });
    };
    const once = pairs.map(({ erpKey }) => [erpKey, 1]);

    await change("polled");
    await call("ChangeEngineStatus", { Run: true });
    for (const tick of ticks.splice(0)) tick();
    await expect.poll(() => writes.size).toBe(links);
    await expect.poll(async () => (await call("GetEngineStatus", {}))?.StatusMessage).toContain("waits");
    expect([...writes].sort(byKey)).toEqual([...once].sort(byKey));

    await change("asked");
    const calls = [call, await callerOf(servers[1], "ErpSync")];
    const answers = await Promise.all(calls.map((ask) => ask("ForceSyncAll", {})));
    expect(answers).toMatchObject([
      { IsOk: true, Status: "Ok" },
      { IsOk: true, Status: "Ok" },
    ]);
    expect([...writes].sort(byKey)).toEqual([...once].sort(byKey));
  });

  test("wait for no server that is closed", async () => {
    const store = await place();
    const erp = createFakeErp();
    const synchronization = { connectors: { "test://erp": erp.connector } };
    const [one, other] = [await netServer({ store, synchronization }), await netServer({ store, synchronization })];
    const { call, ErpConnectionId } = await connectFake(one);
    await activate(call, ErpConnectionId, [name]);
    await linkedPairs(one, call, ErpConnectionId, async (NAME) => {
      erp.put({ ErpKey: `K${NAME}`, FieldValues: { NAME } });
      return `K${NAME}`;
    });
    erp.replace({ getActorsByTimestamp: () => new Promise<never>(() => undefined) });
    const hanging = call("ForceSyncAll", {}).catch((error: unknown) => error);
    await expect.poll(() => erp.calls.at(-1)).toBe("getActorsByTimestamp");
    const ask = await callerOf(other, "ErpSync");
    const waiting = ask("ForceSyncAll", {}).catch((error: unknown) => error);
    // The store answers calls in turn: it has refused the claim once it has answered so many later ones.
    for (let index = 0; index < 20; index++) await ask("GetEngineStatus", {});
    await other.close();
    await expect(waiting).resolves.toBeInstanceOf(Error);
    await one.close();
    await hanging;
  });
});

function byKey([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a).localeCompare(String(b));
}
