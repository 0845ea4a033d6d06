import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { bundleOptions } from "../../packages/server/scripts/bundle-options.ts";

// Within the workspace, so that packages are found from there.
const directory = fileURLToPath(new URL("../../node_modules/.cache/superoffice-soap-bench/", import.meta.url));

const written = new Set<string>();

/**
 * A script of this folder as JavaScript, bundled as the program is, over the packages as they were built; once in a run.
 * A loader that stays in the process takes a twentieth of a look-up.
 */
export function compiledScript(script: URL): URL {
  const file = fileURLToPath(script);
  const outfile = `${directory}${basename(file, ".ts")}.mjs`;
  if (!written.has(outfile)) {
    buildSync({ ...bundleOptions, external: [...bundleOptions.external], entryPoints: [file], outfile });
    written.add(outfile);
  }
  return pathToFileURL(outfile);
}
