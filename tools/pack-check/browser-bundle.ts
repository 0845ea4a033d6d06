import { isBuiltin } from "node:module";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The bundle that a page would load, and its problems. */
export interface BrowserBundle {
  /** Minified. */
  readonly bytes: number;
  readonly gzippedBytes: number;
  readonly problems: readonly string[];
}

// The globals of browsers and workers beyond the language that the codec may need.
const webGlobals = { TextDecoder, TextEncoder };

/** Bundles all of the codec, with the contract it reaches, for a browser, and runs the consumer's round trips in it. */
export async function bundleForBrowser(consumer: string): Promise<BrowserBundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: browserEntry, resolveDir: consumer },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "bundle",
    target: "es2022",
    minify: true,
    write: false,
    metafile: true,
    external: ["node:*"],
    logLevel: "silent",
  });
  const code = outputFiles[0]?.text ?? "";
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  return {
    bytes: Buffer.byteLength(code),
    gzippedBytes: gzipSync(code, { level: 9 }).length,
    problems: [...imports.filter(isBuiltin).map((path) => `needs ${path}`), ...runProblems(code)],
  };
}

const browserEntry = `
  export * from "@superoffice-soap/codec";
  export { operationCount, roundTrips } from "./round-trip.js";
`;

function runProblems(code: string): string[] {
  const counts: unknown = runInNewContext(`${code}; [bundle.roundTrips(), bundle.operationCount()].join()`, webGlobals);
  return counts === "10,88" ? [] : [`10 round trips and 88 operations in the browser, not ${String(counts)}`];
}
