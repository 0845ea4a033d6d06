import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import rootManifest from "../../package.json" with { type: "json" };
import { run } from "./run.ts";
import type { Tarball } from "./tarball.ts";

/** The stranger's own files: what it does with the packages. */
const sources = fileURLToPath(new URL("consumer/", import.meta.url));

/** The tools of the consumer, in the versions that this repository uses too. */
const { typescript, vitest } = rootManifest.devDependencies;

/** Makes a project in an empty directory, outside the workspaces, with the packages installed from their tarballs. */
export async function createConsumer(directory: string, tarballs: readonly Tarball[]): Promise<string> {
  await mkdir(directory);
  await cp(sources, directory, { recursive: true });
  const dependencies = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  const manifest = { private: true, type: "module", dependencies: { ...dependencies, typescript, vitest } };
  await writeFile(join(directory, "package.json"), JSON.stringify(manifest));
  // A package that does not run on this Node ends the installation.
  await writeFile(join(directory, ".npmrc"), "engine-strict=true\n");
  await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], directory);
  return directory;
}
