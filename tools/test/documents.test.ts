import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readmes = ["packages", "examples"].flatMap((parent) =>
  readdirSync(root + parent).map((name) => `${parent}/${name}/README.md`),
);
const guides = ["docs", "deploy"].flatMap((folder) => readdirSync(root + folder).map((name) => `${folder}/${name}`));
const documents = ["README.md", "CONTRIBUTING.md", ...guides, ...readmes].filter(
  (path) => path.endsWith(".md") && existsSync(root + path),
);

describe.each(documents)("%s", (path) => {
  const text = readFileSync(root + path, "utf8");

  test("links to files that are there", () => {
    const links = [...text.matchAll(/\]\((?!\w+:)([^)#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  test("names files of the repository that are there", () => {
    const named = [...text.matchAll(/`((?:packages|tools|e2e|examples|docs|deploy|test-support)\/[\w./-]+)`/g)];
    // The files of a build are there after it.
    const paths = named.map(([, file = ""]) => file).filter((file) => !file.includes("/dist/"));
    expect(paths.filter((file) => !existsSync(root + file))).toEqual([]);
  });
});
