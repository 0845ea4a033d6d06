import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";

// In the package, so that the bundle finds the modules that stay outside it.
const testResults = fileURLToPath(new URL("../test-results/", import.meta.url));

/**
 * Bundles a program with the sources that it imports, and returns the file to start, which is there until the test file
 * ends. Node starts it in a fifth of the processor time that loading and compiling each module takes.
 */
export async function bundledProgram(source: URL): Promise<string> {
  await mkdir(testResults, { recursive: true });
  const directory = await mkdtemp(join(testResults, "program-"));
  afterAll(() => rm(directory, { recursive: true, force: true }));
  const outfile = join(directory, "main.mjs");
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["source"],
    // Native code and CommonJS modules cannot be part of it.
    external: ["libsql", "pg", "xmlbuilder2"],
    // The warnings are those of the package's build.
    logLevel: "error",
  });
  return outfile;
}
