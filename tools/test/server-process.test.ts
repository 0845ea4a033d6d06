import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startServerProcess } from "../bench/server-process.ts";

test("stopping a server that has ended resolves immediately", async () => {
  const directory = mkdtempSync(join(tmpdir(), "server-process-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const script = join(directory, "short-lived.mjs");
  writeFileSync(script, 'process.send({ origin: "http://127.0.0.1:1" }, () => process.exit());');
  const server = await startServerProcess(pathToFileURL(script));
  await expect.poll(server.ended).toBe(true);
  await server.stop();
});
