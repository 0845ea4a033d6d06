import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { productVersion } from "@superoffice-soap/schema";
import { expect, test } from "vitest";

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = ["packages", "examples"].flatMap((parent) =>
  readdirSync(`${root}${parent}`).map((name) => `${parent}/${name}/`),
);
const manifests = ["", "tools/", "e2e/", ...folders]
  .map((folder) => `${root}${folder}package.json`)
  .filter((path) => existsSync(path))
  .map((path) => JSON.parse(readFileSync(path, "utf8")) as Manifest);

test("every manifest has the version that the program tells", () => {
  expect(manifests.map(({ name, version }) => [name, version])).toEqual(
    manifests.map(({ name }) => [name, productVersion]),
  );
});

test("the packages depend on each other in that version", () => {
  const own = manifests.flatMap(({ dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => name.startsWith("@superoffice-soap/")),
  );
  expect(new Set(own.map(([, version]) => version))).toEqual(new Set([productVersion]));
});

test("the published packages, and the repository, ask for the same Node", () => {
  const wanted = manifests.filter(({ engines }) => engines !== undefined);
  expect(wanted.length).toBeGreaterThanOrEqual(7);
  expect(new Set(wanted.map(({ engines }) => engines?.node))).toEqual(new Set([">=20.19"]));
});
