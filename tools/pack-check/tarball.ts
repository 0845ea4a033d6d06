import { join } from "node:path";
import { root, run } from "./run.ts";

/** A package as `npm publish` would send it. */
export interface Tarball {
  /** With its scope. */
  readonly name: string;
  /** The `.tgz` file. */
  readonly file: string;
  /** The paths within the package. */
  readonly contents: readonly string[];
}

interface NpmPacked {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs `packages/<folder>`, built before, into a directory. */
export async function packPackage(folder: string, directory: string): Promise<Tarball> {
  const printed = await run("npm", ["pack", "--json", "--pack-destination", directory], join(root, "packages", folder));
  const [packed] = JSON.parse(printed) as NpmPacked[];
  if (packed === undefined) throw new Error(`npm packed nothing of ${folder}`);
  return { name: packed.name, file: join(directory, packed.filename), contents: packed.files.map(({ path }) => path) };
}
