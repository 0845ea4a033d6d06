import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

/** The lines that a program printed, and those that its comments say it prints. */
export interface PrintedLines {
  readonly printed: readonly string[];
  readonly promised: readonly string[];
}

/**
 * Runs the first TypeScript example of a package's README in this process, on the package's sources. What it promises
 * stands behind a call of `console.log`: `console.log(x); // 2`.
 */
export async function runReadmeExample(packageName: string, packageFolder: URL): Promise<PrintedLines> {
  const readme = await readFile(new URL("README.md", packageFolder), "utf8");
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, line = ""]) => line);
  const file = fileURLToPath(new URL("test/readme-example.ts", packageFolder));
  await writeFile(file, example.replace(packageName, "../src/index.ts"));
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await import(file);
    return { printed: log.mock.calls.map((words) => words.join(" ")), promised };
  } finally {
    log.mockRestore();
    await rm(file);
  }
}
