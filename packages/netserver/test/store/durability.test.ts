import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Database from "libsql";
import { afterAll, expect, test } from "vitest";
import { bundledProgram } from "../../../../test-support/bundled-program.ts";
import { createNetServer } from "../../src/index.ts";
import { callerOf } from "../callers.ts";

const writer = await bundledProgram(new URL("writer-process.ts", import.meta.url));
afterAll(() => writer.remove());

/** Starts a server in a process of its own and kills it once it has acknowledged some writes. Answers those. */
async function killWhileWriting(directory: string, acknowledged: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer.path, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const names: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    names.push(line);
    if (names.length === acknowledged) child.kill("SIGKILL");
  }
  expect(names.length, "the writer worked until it was killed").toBeGreaterThanOrEqual(acknowledged);
  return names;
}

test("every acknowledged write is there after kill -9, and the file is sound", async () => {
  const directory = await mkdtemp(join(tmpdir(), "netserver-"));
  const acknowledged = new Set<string>();
  for (const count of [1, 40, 75]) {
    for (const name of await killWhileWriting(directory, count)) acknowledged.add(name);
  }
  const server = await createNetServer({ store: directory });
  const call = await callerOf(server, "ForeignSystem");
  const stored = new Set((await call("GetApplicationKeys", { ApplicationName: "erp" }))?.map((key) => key?.Key));
  expect([...acknowledged].filter((name) => !stored.has(name))).toEqual([]);
  await server.close();

  const database = new Database(join(directory, "netserver.sqlite"));
  expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  database.close();
  await rm(directory, { recursive: true, force: true });
});
