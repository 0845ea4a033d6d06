import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startServer } from "../../start-server.ts";
import { csvFile, runFromSources } from "./run-sync.ts";

test("the sample file gives what the README says", async () => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const server = await startServer();
  const file = csvFile(readFileSync(`${folder}customers.csv`));
  const { stdout, stderr } = await runFromSources([file, "--endpoint", server.endpoint]);
  await server.stop();
  const [, said = ""] = /```\n(\[=.*?)```/s.exec(readFileSync(`${folder}README.md`, "utf8")) ?? [];
  const [bar = "", ...rest] = said.replaceAll("examples/sync-erp-ids/customers.csv", file).split("\n");
  expect(stderr).toContain(bar);
  expect(stdout + stderr.slice(stderr.indexOf("\n3 saved") + 1)).toBe(rest.join("\n"));
});
