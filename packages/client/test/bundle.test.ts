import { createContext, runInContext } from "node:vm";
import { type BuildResult, build } from "esbuild";
import { describe, expect, test } from "vitest";
import { startUpstream } from "./stub-upstream.ts";

const entry = `
  import { createClient } from "@superoffice-soap/client";
  globalThis.createClient = createClient;
`;

/** Bundles the client for a browser. Rejects for Node's own modules, which no browser has. */
function bundled(): Promise<BuildResult<{ metafile: true; write: false }>> {
  return build({
    stdin: { contents: entry, resolveDir: import.meta.dirname },
    bundle: true,
    format: "iife",
    platform: "browser",
    conditions: ["source"],
    metafile: true,
    minify: true,
    write: false,
  });
}

/** The globals of a browser, as far as the client needs them. */
const platform = [
  "AbortController",
  "DOMException",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "clearTimeout",
  "fetch",
  "performance",
  "setTimeout",
] as const;

describe("a browser's bundle", () => {
  test("holds nothing of Node, and no undici", async () => {
    const { metafile } = await bundled();
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    expect(imports).toEqual([]);
    const foreign = Object.keys(metafile.inputs).filter((path) => /undici|xmlbuilder2/.test(path));
    expect(foreign).toEqual([]);
  });

  test("calls NetServer with what a browser has", async () => {
    const { outputFiles } = await bundled();
    const { url } = await startUpstream(() => ({ output: { Response: [{ Key: "a" }, { Key: "b" }] } }));
    const context = createContext(Object.fromEntries(platform.map((name) => [name, globalThis[name]])));
    runInContext(outputFiles[0]?.text ?? "", context);
    const keys = runInContext(
      `(async () => {
        const client = createClient({ url: ${JSON.stringify(url)}, ticket: "7T:x" });
        const keys = [];
        for await (const { Key } of client.ForeignSystem.GetApplicationKeys.items({})) keys.push(Key);
        return keys.join();
      })()`,
      context,
    );
    expect(await keys).toBe("a,b");
  });
});
