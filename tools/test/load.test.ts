import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mixed, restart } from "../load/commands.ts";
import { type OwnPostgres, startOwnPostgres } from "./own-postgres.ts";

// The same work as `npm run load`, for a moment only, and over the sources instead of what was built from them.
const load = { clients: 64, seconds: 2 };

let postgres: OwnPostgres | undefined;

beforeAll(() => {
  // The process that `startServerProcess` starts inherits it.
  vi.stubEnv("NODE_OPTIONS", "--conditions=source");
  postgres = startOwnPostgres();
  if (postgres === undefined) console.log("skipped: there is no PostgreSQL that may be restarted");
});

afterAll(() => postgres?.stop());

test("64 clients that read and write at once get no error and lose no write on SQLite", async () => {
  const { faults, lines } = await mixed(load);
  expect(faults).toEqual([]);
  expect(lines.join("\n")).toMatch(/^[1-9]\d* calls/);
});

test("nor on PostgreSQL", async ({ skip }) => {
  if (postgres === undefined) return skip("no PostgreSQL");
  expect((await mixed({ ...load, store: postgres.url })).faults).toEqual([]);
});

test("a restart of PostgreSQL breaks off what is under way, which is told so, and nothing else", async ({ skip }) => {
  if (postgres === undefined) return skip("no PostgreSQL");
  const { faults, lines } = await restart({
    ...load,
    seconds: 3,
    store: postgres.url,
    restartCommand: postgres.restartCommand,
  });
  expect(faults).toEqual([]);
  expect(lines.filter((line) => line.includes("failed:"))).toEqual(
    lines.filter((line) => line.includes("The database could not be used. Try again.")),
  );
});

test.each([
  ["--clients", "abc"],
  ["--clients", "0"],
  ["--seconds", "-1"],
  ["--seconds", "1m"],
])("a load that would call nothing is not all well: %s=%s", (flag, value) => {
  const main = fileURLToPath(new URL("../load/main.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import=tsx", main, "mixed", `${flag}=${value}`], {
    encoding: "utf8",
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^load mixed\|/);
});
