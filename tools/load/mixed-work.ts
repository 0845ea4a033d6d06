import type { ForeignKey } from "@superoffice-soap/schema";
import { CallError, type SoapCaller } from "./soap-caller.ts";

const device = { ApplicationName: "load", DeviceName: "load", DeviceIdentifier: "" };

/** The work of many clients, as they saw it. */
export interface Work {
  /** Milliseconds of each call that succeeded. */
  readonly latencies: number[];
  /** The number of times that each failure came. */
  readonly failures: Map<string, number>;
  /** The number of failures that the server did not report: a broken connection, a stopped server. */
  untold: number;
  /** Keys by name with their value as it was acknowledged last; null for one that was deleted. */
  readonly acknowledged: Map<string, string | null>;
  /** Names of keys whose last write was not acknowledged: either state is right. */
  readonly uncertain: Set<string>;
}

/** The options of the work. */
export interface WorkOptions {
  readonly call: SoapCaller;
  readonly clients: number;
  /** The prefix of the keys' names. */
  readonly prefix?: string;
  /** Asked before each turn. */
  readonly isOver: () => boolean;
}

/** A book for work that has not begun. */
export function newWork(): Work {
  return { latencies: [], failures: new Map(), untold: 0, acknowledged: new Map(), uncertain: new Set() };
}

/**
 * Lets each of a number of clients save, overwrite, read back and delete keys of its own, one call after the other,
 * until `isOver`. A client reads what it wrote and rejects when it is not that. Failed calls are noted and not repeated.
 */
export async function workMixed(work: Work, { call, clients, prefix = "", isOver }: WorkOptions): Promise<void> {
  const own = async (client: number) => {
    for (let turn = 0; !isOver(); turn++) await takeTurn(work, call, `${prefix}${client}`, turn);
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => own(client)));
}

async function takeTurn(work: Work, call: SoapCaller, client: string, turn: number): Promise<void> {
  // Every name is used three times: made, overwritten, and, of every other, deleted.
  const name = `${client}-${Math.floor(turn / 3)}`;
  if (turn % 6 === 5)
    return write(work, name, null, () => call("DeleteForeignKeyOnName", { ...device, ...record(name) }));
  const value = `${process.pid}-${client}-${turn}`;
  const ForeignKey: ForeignKey = { Key: name, Value: value, RecordId: 1, TableName: "contact" };
  await write(work, name, value, () => call("SaveForeignKey", { ...device, ForeignKey }));
  if (work.uncertain.has(name)) return;
  await noted(work, async () => {
    const { Response } = await call("GetKeyOnDeviceIdentifier", { ...device, ...record(name) });
    const read = (Response as ForeignKey | null)?.Value;
    if (read !== value) throw new Error(`${name} was read as ${read} after ${value} was saved`);
  });
}

function record(KeyName: string) {
  return { KeyName, RecordId: 1, TableName: "contact" };
}

async function write(work: Work, name: string, state: string | null, call: () => Promise<unknown>): Promise<void> {
  work.uncertain.add(name);
  if (!(await noted(work, call))) return;
  work.uncertain.delete(name);
  work.acknowledged.set(name, state);
}

async function noted(work: Work, call: () => Promise<unknown>): Promise<boolean> {
  const start = performance.now();
  try {
    await call();
    work.latencies.push(performance.now() - start);
    return true;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    work.failures.set(error.message, (work.failures.get(error.message) ?? 0) + 1);
    if (!error.told) work.untold++;
    return false;
  }
}

/** Returns the acknowledged work that is not in the store, one line each. */
export async function lostIn(work: Work, call: SoapCaller): Promise<string[]> {
  const { Response } = await call("GetDeviceKeysOnDeviceIdentifier", device);
  const stored = new Map((Response as ForeignKey[]).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  const certain = [...work.acknowledged].filter(([name]) => !work.uncertain.has(name));
  return certain
    .filter(([name, value]) => (stored.get(name) ?? null) !== value)
    .map(([name, value]) => `${name}: ${value} was acknowledged, ${stored.get(name) ?? null} is there`);
}

/** The latency that this share of the calls did not exceed, in milliseconds. */
export function percentile({ latencies }: Work, share: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
