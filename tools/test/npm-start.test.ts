import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = existsSync(`${root}packages/server/dist/program/main.js`);
if (!built) console.log("npm start is not tried: the program is not built");

/** Starts what `npm start` does, without building first, and gives the address that it names. */
async function started(...args: readonly string[]) {
  // A group of its own, so that a server that is left behind can be ended with it.
  const npm = spawn("npm", ["start", "--ignore-scripts", ...args], { cwd: root, detached: true });
  onTestFinished(() => {
    try {
      process.kill(-(npm.pid ?? 0), "SIGKILL");
    } catch {
      // All of them have ended.
    }
  });
  for await (const text of npm.stdout) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(text)) ?? [];
    if (url !== undefined) return { npm, url };
  }
  throw new Error("it did not start");
}

const isAnswering = (url: string) =>
  fetch(url, { redirect: "manual" }).then(
    () => true,
    () => false,
  );

test.skipIf(!built)("SIGTERM to `npm start` ends the server", async () => {
  const { npm, url } = await started("--", "--port", "0", "--data", ":memory:");
  expect(await isAnswering(url)).toBe(true);
  npm.kill("SIGTERM");
  await once(npm, "exit");
  await expect.poll(() => isAnswering(url)).toBe(false);
});

test("SIGTERM to `npm start` of the example ends its server", async () => {
  const { npm, url } = await started("-w", "examples/company-keys", "--", "--port", "0");
  expect(await isAnswering(url)).toBe(true);
  npm.kill("SIGTERM");
  await once(npm, "exit");
  await expect.poll(() => isAnswering(url)).toBe(false);
});
