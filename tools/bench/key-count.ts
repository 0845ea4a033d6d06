import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNetServer, type NetServer } from "@superoffice-soap/netserver";
import type { Input } from "@superoffice-soap/schema";
import { filledKey, fillKeys } from "./fill-keys.ts";
import { lookup, storedKey } from "./key-lookup.ts";
import { type Benchmark, microseconds, type Row } from "./report.ts";

const small = 10_000;
const large = 1_000_000;
const lookups = 2000;
const rounds = 15;

/** Look-ups of keys all over the store, in this process. */
export const keyCount: Benchmark = {
  name: "key-count",
  title: `a key looked up among ${large} in SQLite, next to ${small} (processor time; less is better)`,
  run: async () => {
    const directory = await mkdtemp(join(tmpdir(), "netserver-bench-"));
    const stores = await Promise.all([small, large].map((count) => filled(join(directory, String(count)), count)));
    try {
      return [
        ...(await compared("by name and record", stores, byName)),
        ...(await compared("by value", stores, byValue)),
      ];
    } finally {
      for (const { netServer } of stores) await netServer.close();
      await rm(directory, { recursive: true });
    }
  },
};

interface Filled {
  readonly netServer: NetServer;
  readonly ticket: string;
  readonly count: number;
}

type Ask = (filled: Filled, index: number) => Promise<unknown>;

const { ApplicationName, DeviceName, DeviceIdentifier } = lookup;
const device = { ApplicationName, DeviceName, DeviceIdentifier };

async function filled(store: string, count: number): Promise<Filled> {
  const netServer = await createNetServer({ store });
  const ticket = await netServer.issueTicket("ADM0");
  const input: Input<"ForeignSystem", "SaveForeignKey"> = { ForeignKey: storedKey, ...device };
  await netServer.call("ForeignSystem", "SaveForeignKey", input, { services: "Services88", ticket });
  fillKeys(store, count);
  return { netServer, ticket, count };
}

const byName: Ask = ({ netServer, ticket }, index) => {
  const { name, recordId } = filledKey(index);
  const input = { ...device, KeyName: name, TableName: "contact", RecordId: recordId };
  return netServer.call("ForeignSystem", "GetKeyOnDeviceIdentifier", input, { services: "Services88", ticket });
};

const byValue: Ask = ({ netServer, ticket }, index) => {
  const { name, value } = filledKey(index);
  const input = { ...device, KeyName: name, KeyValue: value, TableName: "contact" };
  return netServer.call("ForeignSystem", "GetKeyByValueAndIdentifier", input, { services: "Services88", ticket });
};

async function compared(what: string, stores: readonly Filled[], ask: Ask): Promise<Row[]> {
  const best = new Map<Filled, number>();
  for (let round = 0; round < rounds; round++) {
    for (const store of stores) {
      best.set(store, Math.min(best.get(store) ?? Number.POSITIVE_INFINITY, await timeOf(store, ask)));
    }
  }
  const times = stores.map((store) => best.get(store) ?? 0);
  return stores.map(({ count }, index) => ({
    what: `${what}, ${count} keys`,
    figure: microseconds(times[index] ?? 0),
    ...(index > 0 && { ratios: { [`${small} keys`]: (times[index] ?? 0) / (times[0] ?? 1) } }),
  }));
}

/** Microseconds of processor for a look-up. */
async function timeOf(store: Filled, ask: Ask): Promise<number> {
  const before = process.cpuUsage();
  // A prime step goes all over the keys, so that no page is asked for twice in a row.
  for (let i = 0; i < lookups; i++) {
    if ((await ask(store, (i * 7919) % store.count)) === null) throw new Error("a key is missing");
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / lookups;
}
