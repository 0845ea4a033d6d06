import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as schema from "../src/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");

test("the README's example prints what its comments say", () => {
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const promised = [...example.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line);
  expect(promised.length).toBeGreaterThan(3);
  expect(run(example)).toEqual({ stdout: `${promised.join("\n")}\n`, stderr: "" });
});

test("the README names what the package exports", () => {
  const named = [...readme.matchAll(/^\| (.*?) \|/gm)]
    .flatMap(([, cell]) => [...(cell ?? "").matchAll(/`(\w+)/g)])
    .map(([, name]) => name ?? "");
  const types = [
    "Input",
    "Output",
    "Answered",
    "ListItemOf",
    "Call",
    "StreamCall",
    "StreamedList",
    "NetServerPort",
    "CallContext",
  ];
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !(name in schema) && !types.includes(name))).toEqual([]);
});

/** Returns the output of a program that can import the package by its name. */
function run(program: string): { stdout: string; stderr: string } {
  const directory = mkdtempSync(`${root}../../node_modules/.readme-`);
  try {
    const file = `${directory}/example.ts`;
    writeFileSync(file, program);
    const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=source", "--import=tsx", file], {
      encoding: "utf8",
    });
    return { stdout, stderr };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
