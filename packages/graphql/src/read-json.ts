import { readFileSync } from "node:fs";
import { UsageError } from "./configuration/usage-error.ts";

/** What a JSON file holds. Throws `UsageError`, which shows nothing of it, when that cannot be read. */
export function readJson(path: string): unknown {
  try {
    // Editors on Windows begin a file with a byte order mark.
    return JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    // What JSON.parse says quotes the text, passwords and all.
    throw new UsageError(`${path} ${error instanceof SyntaxError ? "is not JSON" : "cannot be read"}.`);
  }
}
