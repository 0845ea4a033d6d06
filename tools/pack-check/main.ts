/**
 * Packs the packages, installs them from their tarballs into an empty project outside the repository,
 * and looks at them as a stranger would: `npm run pack-check`.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForBrowser } from "./browser-bundle.ts";
import { createConsumer } from "./consumer.ts";
import { publishProblems } from "./publish-problems.ts";
import { root, run } from "./run.ts";
import { packPackage } from "./tarball.ts";

const packages = readdirSync(join(root, "packages")).filter((name) =>
  existsSync(join(root, "packages", name, "package.json")),
);

/** The most that a page should have to load for the codec with the whole contract, minified and gzipped. */
const maxBundleBytes = 60_000;

const directory = mkdtempSync(join(tmpdir(), "pack-check-"));
let failures = 0;

async function check(what: string, problems: () => Promise<readonly string[]>): Promise<void> {
  const found = await problems().catch((error: unknown) => [String(error)]);
  console.log(`${found.length === 0 ? "ok  " : "FAIL"} ${what}`);
  for (const problem of found) console.log(`     ${problem.replaceAll("\n", "\n     ")}`);
  if (found.length > 0) failures += 1;
}

/** A check that one program, run to its end, passes. */
function checkRun(what: string, program: () => Promise<unknown>): Promise<void> {
  return check(what, () => program().then(() => []));
}

try {
  const projects = packages.map((name) => `@superoffice-soap/${name}`).join(",");
  await run("npx", ["nx", "run-many", "-t", "build", "-p", projects], root);
  const tarballs = await Promise.all(packages.map((name) => packPackage(name, directory)));
  for (const tarball of tarballs) {
    await check(`${tarball.name}: publint, attw, contents`, () => publishProblems(tarball));
  }
  const consumer = await createConsumer(join(directory, "consumer"), tarballs);
  await checkRun("plain JavaScript imports and uses them", () => run("node", ["plain.js"], consumer));
  await checkRun("plain JavaScript calls a server with the client", () => run("node", ["client.js"], consumer));
  await checkRun("plain JavaScript embeds the NetServer", () => run("node", ["server.js"], consumer));
  await checkRun("the program starts, answers and ends", () => run("node", ["program.js"], consumer));
  await checkRun("TypeScript checks, module nodenext", () => run("npx", ["tsc", "-p", "nodenext.json"], consumer));
  await checkRun("TypeScript checks, module bundler", () => run("npx", ["tsc", "-p", "bundler.json"], consumer));
  await check("the codec bundles for the browser, and works there", async () => {
    const { bytes, gzippedBytes, problems } = await bundleForBrowser(consumer);
    console.log(`     codec with the whole contract: ${bytes} bytes minified, ${gzippedBytes} gzipped`);
    return gzippedBytes <= maxBundleBytes ? problems : [...problems, `more than ${maxBundleBytes} bytes gzipped`];
  });
} finally {
  rmSync(directory, { recursive: true, force: true });
}

console.log(failures === 0 ? `${packages.join(", ")}: all of them stand alone.` : `${failures} of the checks failed.`);
process.exitCode = failures === 0 ? 0 : 1;
