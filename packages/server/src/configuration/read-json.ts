import { readFileSync } from "node:fs";
import { duplicateKeyIn } from "./duplicate-key.ts";
import { jsonSyntaxErrorOf } from "./json-syntax-error.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads the value in a JSON file. Throws `UsageError`, which shows nothing of the file but names, when it cannot be
 * read or an object has a name twice.
 */
export function readJson(path: string): unknown {
  // Editors on Windows begin a file with a byte order mark.
  const text = readText(path).replace(/^\ufeff/, "");
  const value = parsed(path, text);
  const second = duplicateKeyIn(text);
  if (second === undefined) return value;
  const { name, line, column } = second;
  throw new UsageError(`${path}: line ${line}, column ${column} has ${JSON.stringify(name)} for the second time.`);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text, passwords and all.
    const fault = jsonSyntaxErrorOf(text);
    const place = fault && `: line ${fault.line}, column ${fault.column} should be ${fault.expected}`;
    throw new UsageError(`${path} is not JSON${place ?? ""}.`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read: ${reasons[code] ?? code}.`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a directory",
};
