import { exec } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import Database from "libsql";
import { type ServerProcess, startServerProcess } from "../bench/server-process.ts";
import { lostIn, newWork, percentile, type Work, workMixed } from "./mixed-work.ts";
import { soapCaller } from "./soap-caller.ts";

/** The arguments of a command. */
export interface LoadOptions {
  /** A data directory, or the URL of a PostgreSQL database; undefined for a directory of its own. */
  readonly store?: string | undefined;
  readonly clients: number;
  readonly seconds: number;
  /** The shell command that restarts the database, for `restart`. */
  readonly restartCommand?: string | undefined;
}

/** The outcome of a command: the lines to print, and the problems. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

const script = new URL("../bench/soap-child.ts", import.meta.url);

/** Clients read and write for a while: no call may fail, and no acknowledged write be missing afterwards. */
export async function mixed({ store, clients, seconds }: LoadOptions): Promise<Outcome> {
  return withStore(store, async (place) => {
    const server = await startServerProcess(script, "netserver", place);
    const work = newWork();
    await workUntil(work, server, clients, performance.now() + seconds * 1000);
    const lost = await lostIn(work, soapCaller(server.origin, server.ticket));
    const { rss } = await server.usage();
    await server.stop();
    return {
      lines: [...summary(work, seconds), `memory: ${mebibytes(rss)} MiB`],
      faults: [...failuresOf(work), ...lost],
    };
  });
}

/** Kills the server ten times in the middle of the work: every acknowledged write is there, and the file is sound. */
export async function kill({ store, clients, seconds }: LoadOptions): Promise<Outcome> {
  return withStore(store, async (place) => {
    const work = newWork();
    const faults: string[] = [];
    for (let round = 0; round < 10; round++) {
      const server = await startServerProcess(script, "netserver", place);
      faults.push(...(await lostIn(work, soapCaller(server.origin, server.ticket))));
      const end = performance.now() + 60_000;
      const working = workUntil(work, server, clients, end, `${round}-`);
      await setTimeout((seconds * 1000) / 10 + round * 37);
      if (server.ended()) faults.push("the server ended before it was killed");
      await server.stop("SIGKILL");
      await working;
      if (!isUrl(place)) faults.push(...integrityFaults(place));
    }
    const server = await startServerProcess(script, "netserver", place);
    faults.push(...(await lostIn(work, soapCaller(server.origin, server.ticket))));
    await server.stop();
    return { lines: [`kill -9, ten times: ${work.acknowledged.size} keys acknowledged`], faults };
  });
}

/** Restarts PostgreSQL under load: calls in flight fail with the server's error, and later ones succeed. */
export async function restart({ store, clients, seconds, restartCommand }: LoadOptions): Promise<Outcome> {
  if (store === undefined || restartCommand === undefined) {
    return { lines: [], faults: ["restart needs --store with a postgres:// URL and --restart-command"] };
  }
  const server = await startServerProcess(script, "netserver", store);
  const work = newWork();
  const working = workUntil(work, server, clients, performance.now() + seconds * 1000);
  await setTimeout(seconds * 300);
  await promisify(exec)(restartCommand);
  await working;
  const after = newWork();
  await workUntil(after, server, clients, performance.now() + 1000, "after");
  const faults = [...(await lostIn(work, soapCaller(server.origin, server.ticket))), ...failuresOf(after)];
  if (work.failures.size === 0) faults.push("no call was under way when the database was restarted");
  if (work.untold > 0) faults.push(`${work.untold} calls failed without an answer from the server`);
  if (server.ended()) faults.push("the server ended");
  await server.stop();
  return { lines: [...summary(work, seconds), ...failuresOf(work)], faults };
}

async function workUntil(work: Work, server: ServerProcess, clients: number, end: number, prefix = ""): Promise<void> {
  const call = soapCaller(server.origin, server.ticket);
  await workMixed(work, { call, clients, prefix, isOver: () => performance.now() > end || server.ended() });
}

async function withStore(store: string | undefined, use: (place: string) => Promise<Outcome>): Promise<Outcome> {
  if (store !== undefined) return use(store);
  const directory = await mkdtemp(join(tmpdir(), "netserver-load-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function integrityFaults(directory: string): string[] {
  const database = new Database(join(directory, "netserver.sqlite"));
  const rows = database.prepare("pragma integrity_check").all() as { readonly integrity_check: string }[];
  database.close();
  return rows.map((row) => row.integrity_check).filter((text) => text !== "ok");
}

function isUrl(place: string): boolean {
  return place.includes("://");
}

function summary(work: Work, seconds: number): string[] {
  const calls = work.latencies.length;
  const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => percentile(work, share).toFixed(1));
  return [`${calls} calls, ${(calls / seconds).toFixed(0)} /s; p50 ${p50} ms, p99 ${p99} ms, longest ${longest} ms`];
}

function failuresOf({ failures }: Work): string[] {
  return [...failures].map(([message, times]) => `${times} x failed: ${message}`);
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
