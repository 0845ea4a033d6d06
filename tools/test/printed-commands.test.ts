import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const scope = "@superoffice-soap/";

const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
const manifestOf = (folder: string) => JSON.parse(read(`${folder}/package.json`)) as Manifest;
const foldersIn = (parent: string) => readdirSync(`${root}${parent}`).map((name) => `${parent}/${name}`);
const members = [...foldersIn("packages"), ...foldersIn("examples")].filter((folder) =>
  existsSync(`${root}${folder}/package.json`),
);
const documents = [
  ...["README.md", "CONTRIBUTING.md", "packages/server/src/configuration/help.ts"],
  ...["docs", "deploy"].flatMap(foldersIn).filter((path) => path.endsWith(".md")),
  ...members.map((folder) => `${folder}/README.md`),
];

/** The words that follow a command in a text, as far as a line and code go, for each time that it stands there. */
function printed(text: string, command: string): string[][] {
  const pattern = new RegExp(`(?<![\\w-])${command} ([^\\n\`#|&;]*)`, "g");
  return [...text.matchAll(pattern)].map(([, words = ""]) => words.trim().split(/\s+/));
}

/** The package of a folder, and those of this repository that it needs, as folders. */
function neededBy(folder: string): string[] {
  const { dependencies, peerDependencies } = manifestOf(folder);
  const own = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name.startsWith(scope));
  return [folder, ...own.flatMap((name) => neededBy(`packages/${name.slice(scope.length)}`))];
}

const ownPrograms = members.map(manifestOf).flatMap(({ name, bin }) => (bin === undefined ? [] : [name]));
const repositoryPrograms = readdirSync(`${root}node_modules/.bin`);

describe.each(documents)("%s", (path) => {
  const text = read(path);

  test("names after npx a package that has a program, or a program of the tools that are installed", () => {
    const unscoped = members.map(manifestOf).flatMap(({ bin }) => Object.keys(bin ?? {}));
    for (const [name] of printed(text, "npx")) {
      // npx looks in the registry for a package of that name, which anybody may take.
      expect(unscoped).not.toContain(name);
      expect([...ownPrograms, ...repositoryPrograms]).toContain(name);
    }
  });

  test("says beside an installation of these packages that they are not on npm yet", () => {
    const installs = printed(text, "npm install").filter((words) => words.some((word) => word.startsWith(scope)));
    if (installs.length > 0) expect(text).toContain("not on npm yet");
  });

  test("packs each package together with those that it needs", () => {
    for (const words of printed(text, "npm pack")) {
      const folders = words.filter((word) => word !== "-w");
      expect(new Set(folders.flatMap(neededBy))).toEqual(new Set(folders));
    }
  });

  test("runs scripts that there are", () => {
    const runs = [...printed(text, "npm run"), ...printed(text, "npm start").map((words) => ["start", ...words])];
    for (const words of runs) {
      const [, folder = "."] = /-w (\S+)/.exec(words.join(" ")) ?? [];
      const name = words.find((word) => /^[a-z]/.test(word)) ?? "";
      expect(Object.keys(manifestOf(folder).scripts ?? {})).toContain(name.replace(/,$/, ""));
    }
  });
});
