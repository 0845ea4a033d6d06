import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the README says what each dependency is for", () => {
  const [readme = "", manifest = ""] = ["../README.md", "../package.json"].map((file) =>
    readFileSync(new URL(file, import.meta.url), "utf8"),
  );
  const named = /^Dependencies .*/ms.exec(readme)?.[0].match(/`[^`]+`/g) ?? [];
  const { dependencies } = JSON.parse(manifest) as { readonly dependencies: Readonly<Record<string, string>> };
  const others = Object.keys(dependencies).filter((name) => !name.startsWith("@superoffice-soap/"));
  expect(named.map((name) => name.slice(1, -1)).sort()).toEqual(
    others.map((name) => name.replace("@graphql-yoga/", "")).sort(),
  );
});
