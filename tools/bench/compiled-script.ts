import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

// Within the workspace, so that packages are found from there.
const directory = fileURLToPath(new URL("../../node_modules/.cache/superoffice-soap-bench/", import.meta.url));

/**
 * A script of this folder as JavaScript, over the packages as they are. Whoever runs a server in production compiles it
 * first; a loader that stays in the process takes a twentieth of a look-up.
 */
export function compiledScript(script: URL): URL {
  const file = fileURLToPath(script);
  const outfile = `${directory}${basename(file, ".ts")}.mjs`;
  buildSync({
    ...{ entryPoints: [file], outfile, bundle: true, packages: "external" },
    ...{ platform: "node", format: "esm", target: "node20.19" },
  });
  return pathToFileURL(outfile);
}
