import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runReadmeExample } from "../../../test-support/readme-example.ts";

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

test("the README's example runs and prints what it says", async () => {
  const { printed, promised } = await runReadmeExample("@superoffice-soap/netserver", new URL("../", import.meta.url));
  expect(promised).toHaveLength(1);
  expect(printed).toEqual(promised);
});
