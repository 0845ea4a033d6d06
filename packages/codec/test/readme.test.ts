import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

const readme = readFileSync(join(root, "README.md"), "utf8");
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, example = ""]) => example);

test.each(examples)("an example of the README prints what it says: %#", (example) => {
  const printed = [...example.matchAll(/^\/\/ (.+)$/gm)].map(([, line]) => line).join("\n");
  const directory = mkdtempSync(join(root, "test", "readme-"));
  try {
    const file = join(directory, "example.ts");
    writeFileSync(file, example);
    const output = execFileSync(process.execPath, ["--import", "tsx", "--conditions=source", file], {
      encoding: "utf8",
    });
    expect(output.trim()).toBe(printed);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
