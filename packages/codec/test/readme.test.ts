import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("the README's example prints what it says", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, printed] = /^\/\/ (.+)$/m.exec(example) ?? [];
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
