/**
 * Writes the program as few files: `dist/program/`. Node takes about half a millisecond for each ES module that it
 * loads, and the program has 1,600 of them; as a bundle it responds in less than half the time after its start. The
 * library keeps its modules as they are: a program that imports it has a bundler of its own, or an author who wants to
 * see them.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleOptions } from "./bundle-options.ts";

const workspace = fileURLToPath(new URL("../../../", import.meta.url));
const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const program = join(dist, "program");

rmSync(program, { recursive: true, force: true });
const { metafile } = await build({
  ...bundleOptions,
  absWorkingDir: workspace,
  entryPoints: { main: fileURLToPath(new URL("entry.js", import.meta.url)) },
  outdir: program,
  splitting: true,
  metafile: true,
});
writeFileSync(join(program, "THIRD-PARTY-LICENSES.txt"), licences(bundledPackages(Object.keys(metafile.inputs))));

/**
 * Returns the directories, relative to the workspace, of the packages whose files are bundled, without this project's
 * own.
 */
function bundledPackages(files: readonly string[]): string[] {
  const directories = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(directories)].sort();
}

/** Returns the packages' licences, as those demand of anyone who passes their code on. */
function licences(directories: readonly string[]): string {
  return directories.map((directory) => licenceOf(join(workspace, directory))).join("\n");
}

function licenceOf(directory: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const texts = readdirSync(directory)
    .filter((file) => /^(?:licen[cs]e|notice)(?:\.|$)/i.test(file))
    .map((file) => `\n${readFileSync(join(directory, file), "utf8").trim()}\n`);
  return `${"-".repeat(80)}\n${name} ${version}, ${license}\n${texts.join("")}`;
}
