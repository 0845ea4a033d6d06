import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

test("the README's example runs and prints what it says", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const [, said] = /console\.log\(.*\); \/\/ (.*)/.exec(example) ?? [];
  const file = fileURLToPath(new URL("readme-example.ts", import.meta.url));
  await writeFile(file, example.replace("@superoffice-soap/http", "../src/index.ts"));
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await import(file);
    expect(printed.mock.calls.map((words) => words.join(" "))).toEqual([said]);
  } finally {
    printed.mockRestore();
    await rm(file);
  }
});
