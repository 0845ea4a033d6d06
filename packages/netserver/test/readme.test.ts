import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

test("the README says what each dependency is for", async () => {
  const [readme, manifest] = await Promise.all(
    ["../README.md", "../package.json"].map((file) => readFile(new URL(file, import.meta.url), "utf8")),
  );
  const named = /^Dependencies: .*/ms.exec(readme ?? "")?.[0].match(/`[^`]+`/g) ?? [];
  const packages = named.map((name) => name.slice(1, -1)).filter((name) => !name.startsWith("src/"));
  const others = Object.keys(JSON.parse(manifest ?? "").dependencies).filter(
    (name) => !name.startsWith("@superoffice-soap/"),
  );
  expect(packages.sort()).toEqual(others.sort());
});

test("the README's example runs and finds what it saved", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const file = fileURLToPath(new URL("readme-example.ts", import.meta.url));
  await writeFile(file, example.replace("@superoffice-soap/netserver", "../src/index.ts"));
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await import(file);
    expect(printed.mock.calls).toEqual([[2]]);
  } finally {
    printed.mockRestore();
    await rm(file);
  }
});
