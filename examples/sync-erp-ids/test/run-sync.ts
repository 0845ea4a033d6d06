import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { type BundledProgram, bundledProgram } from "../../../test-support/bundled-program.ts";

const main = new URL("../src/main.ts", import.meta.url);

/** The exit status and the output of a run of the program. */
export interface Ended {
  /** The exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bundles the program for the tests of a file, which then start it in a fraction of the time. */
export function bundledSync() {
  let program: BundledProgram;
  beforeAll(async () => {
    program = await bundledProgram(main);
  });
  afterAll(() => program.remove());
  const startSync = (args: readonly string[], env?: NodeJS.ProcessEnv) => start([program.path, ...args], env);
  const runSync = (args: readonly string[], env?: NodeJS.ProcessEnv) => startSync(args, env).ended;
  return { startSync, runSync };
}

/** Runs the program from its sources to its end, as the README does. */
export function runFromSources(args: readonly string[]): Promise<Ended> {
  return start(["--import=tsx", fileURLToPath(main), ...args]).ended;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  return { child, ended: endOf(child) };
}

function endOf(child: ChildProcess): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.on("data", (text) => {
      said[stream] += text;
    });
  }
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...said })));
}

/** Writes a CSV file in a folder of its own, which is removed when the test ends. */
export function csvFile(text: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), "sync-erp-ids-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "customers.csv");
  writeFileSync(file, text);
  return file;
}

/** Returns a CSV of so many customers, each with an id that a number would not preserve. */
export function customers(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => `${index + 1},"Customer, ${index + 1}",00${index + 1}`);
  return `recordId,name,erpId\n${rows.join("\n")}\n`;
}
