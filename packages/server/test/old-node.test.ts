import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const scripts = new URL("../scripts/", import.meta.url);

/** Runs a script as if Node had another version. */
function runOn(node: string, script: string) {
  const versions = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${node}" } });`;
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(versions)}`];
  const path = fileURLToPath(new URL(script, scripts));
  const { status, stderr } = spawnSync(process.execPath, [...preload, path], { encoding: "utf8" });
  return { status, stderr };
}

const refusal = (node: string) => ({
  status: 1,
  stderr: `superoffice-soap needs Node 20.19 or later; this is ${node}.\n`,
});

test.each(["16.20.2", "18.20.8", "20.18.3"])("Node %s is refused in a sentence, before the program is read", (node) => {
  expect(runOn(node, "entry.js")).toEqual(refusal(node));
  // The script that `npm start` runs before there is a build.
  expect(runOn(node, "refuse-old-node.cjs")).toEqual(refusal(node));
});

test.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("Node %s is taken", (node) => {
  expect(runOn(node, "refuse-old-node.cjs")).toEqual({ status: 0, stderr: "" });
});
