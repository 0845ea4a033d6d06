import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData, type ResolutionKind } from "@arethetypeswrong/core";
import { filterProblems } from "@arethetypeswrong/core/problems";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Tarball } from "./tarball.ts";

/** The resolution modes of an ESM-only package: the `esm-only` profile of attw. */
const esmOnly: readonly ResolutionKind[] = ["node16-esm", "bundler"];

/** Returns the problems that publint and attw find in a package, and the files that it has or lacks by mistake. */
export async function publishProblems(tarball: Tarball): Promise<string[]> {
  const bytes = await readFile(tarball.file);
  return [...contentProblems(tarball.contents), ...(await publintProblems(bytes)), ...(await attwProblems(bytes))];
}

function contentProblems(contents: readonly string[]): string[] {
  const stray = contents.filter((path) => /(^|\/)test\/|tsbuildinfo$|^tsconfig/.test(path));
  const missing = ["LICENSE", "dist/index.js", "src/index.ts"].filter((path) => !contents.includes(path));
  // A module that was renamed leaves its old output behind. What is in `dist/program` is bundled anew by each build.
  const stale = contents.filter(
    (path) =>
      /^dist\/(?!program\/).*\.js$/.test(path) && !contents.includes(path.replace(/^dist/, "src").replace(/js$/, "ts")),
  );
  return [
    ...stray.map((path) => `${path} is not for publishing`),
    ...missing.map((path) => `${path} is missing`),
    ...stale.map((path) => `${path} is left from an earlier build: remove dist`),
  ];
}

async function publintProblems(bytes: Buffer): Promise<string[]> {
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`);
}

async function attwProblems(bytes: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(bytes), { excludeEntrypoints: [/\.graphql$/] });
  if (analysis.types === false) return ["attw: the package has no types"];
  const problems = esmOnly.flatMap((resolutionKind) => filterProblems(analysis, { resolutionKind }));
  return [...new Set(problems)].map((problem) => `attw: ${JSON.stringify(problem)}`);
}
