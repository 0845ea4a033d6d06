import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark, Row } from "./report.ts";

const child = fileURLToPath(new URL("list-memory-child.ts", import.meta.url));

/** The output of the child process. */
export interface MemoryUse {
  readonly count: number;
  readonly megabytes: number;
  readonly seconds: number;
  readonly idle: number;
  readonly peak: number;
}

/** Memory while a million keys are written and read, in a process of its own. */
export const listMemory: Benchmark = {
  name: "list-memory",
  title: "a list of keys, made, encoded and decoded on the fly (memory above the idle process)",
  run: () => [10_000, 1_000_000].map(measure),
};

function measure(count: number): Row {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--conditions=source", "--import=tsx", child, String(count)],
    { encoding: "utf8" },
  );
  if (stdout === "") throw new Error(stderr);
  // The child is this file's own and prints this.
  const use = JSON.parse(stdout) as MemoryUse;
  const above = (use.peak - use.idle) / 2 ** 20;
  const rate = (use.megabytes / use.seconds).toFixed(0);
  return { what: `${count} keys, ${use.megabytes.toFixed(0)} MB at ${rate} MB/s`, figure: `+${above.toFixed(1)} MiB` };
}
