import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { createTwoFilesPatch } from "diff";
import { exampleEnvelopes } from "./example-envelope.ts";

/** Writes every example envelope below a directory, which is made when it is not there; resolves to how many. */
export async function writeGoldenFiles(directory: string, moment: string): Promise<number> {
  const envelopes = exampleEnvelopes(moment);
  for (const folder of new Set([...envelopes.keys()].map(dirname))) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  for (const [path, envelope] of envelopes) await writeFile(join(directory, path), envelope);
  return envelopes.size;
}

/** Returns the changes that writing the envelopes anew would make below a directory, one unified diff a file. */
export async function changesOfGoldenFiles(directory: string, moment: string): Promise<string[]> {
  const wanted = exampleEnvelopes(moment);
  const present = await xmlFilesBelow(directory);
  const paths = [...new Set([...wanted.keys(), ...present])].sort();
  const changes: string[] = [];
  for (const path of paths) {
    const is = present.has(path) ? await readFile(join(directory, path), "utf8") : undefined;
    const change = changeOf(path, is, wanted.get(path));
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

function changeOf(path: string, is: string | undefined, wanted: string | undefined): string | undefined {
  if (is === wanted) return undefined;
  const [before, after] = [
    is === undefined ? "/dev/null" : `a/${path}`,
    wanted === undefined ? "/dev/null" : `b/${path}`,
  ];
  return createTwoFilesPatch(before, after, is ?? "", wanted ?? "", undefined, undefined, {
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}

async function xmlFilesBelow(directory: string): Promise<ReadonlySet<string>> {
  const names = await readdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return new Set(names.filter((name) => name.endsWith(".xml")).map((name) => name.split(sep).join("/")));
}
