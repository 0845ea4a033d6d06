import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Benchmark, milliseconds, type Row } from "./report.ts";

const program = fileURLToPath(new URL("../../packages/server/dist/program/main.js", import.meta.url));
const runs = 5;

/** The built program, from its start until it has answered a query, and what it takes while it has nothing to do. */
export const startTime: Benchmark = {
  name: "start-time",
  title: "the built program from its start to its first answer, and its memory at rest (yardstick: Node alone)",
  run: async () => {
    const bare = await shortestOf(() => lifeOf(["--eval", "0"]));
    const starts: Start[] = [];
    for (let run = 0; run < runs; run++) starts.push(await startOnce());
    const time = Math.min(...starts.map(({ ms }) => ms));
    const memory = Math.min(...starts.map(({ mebibytes }) => mebibytes));
    const rows: Row[] = [
      { what: "node --eval 0", figure: milliseconds(bare) },
      { what: "first answer", figure: milliseconds(time), ratios: { "node --eval 0": time / bare } },
    ];
    if (Number.isFinite(memory)) rows.push({ what: "resident, at rest", figure: `${memory.toFixed(0)} MiB` });
    return rows;
  },
};

interface Start {
  readonly ms: number;
  /** NaN where the system does not tell. */
  readonly mebibytes: number;
}

async function startOnce(): Promise<Start> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, "--port", "0", "--data", ":memory:"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    const url = await graphqlUrl(createInterface({ input: child.stdout }));
    const body = JSON.stringify({ query: '{ foreignApp(name: "none") { name } }' });
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const text = await answer.text();
    if (text !== '{"data":{"foreignApp":null}}') throw new Error(text);
    const ms = performance.now() - start;
    await setTimeout(2000);
    return { ms, mebibytes: await residentOf(child.pid ?? 0) };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

async function graphqlUrl(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const url = /^GraphQL +(http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the program ended");
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function lifeOf(args: readonly string[]): Promise<void> {
  await once(spawn(process.execPath, args), "exit");
}

async function shortestOf(work: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
