import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { parseCommandLine } from "../src/command-line.ts";
import { saveForeignKey } from "../src/save-key.ts";
import { csvFile, runSync } from "./run-sync.ts";

const latin1 = Buffer.from("recordId,erpId\n1,\xe6\n", "latin1");

// Nothing listens on port 9: a run that sent something would wait for an answer.
const cases: [what: string, args: () => string[], said: string][] = [
  ["no file", () => [], "Name one CSV file. See --help."],
  ["a file that is not there", () => ["/nowhere/a.csv"], "/nowhere/a.csv cannot be read: ENOENT."],
  ["a folder", () => ["/"], "/ cannot be read: EISDIR."],
  ["an empty file", () => [csvFile("")], "is empty."],
  ["a missing column", () => [csvFile("id,erpId\n")], 'has no column "recordId", but "id, erpId".'],
  ["a quote without end", () => [csvFile('recordId,erpId\n1,"a\n2,b\n')], "Quote Not Closed"],
];

test.each(cases)("%s is told before anything is sent", async (_, args, said) => {
  const { status, stdout, stderr } = await runSync([...args(), "--endpoint", "http://127.0.0.1:9/graphql"]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(said);
});

test.each([
  [["a.csv", "--nix"], "Unknown option '--nix'"],
  [["a.csv", "--concurrency", "0"], '--concurrency must be 1 to 64, not "0".'],
  [["a.csv", "--app", " "], "--app must not be blank."],
  [["a.csv", "b.csv"], "Name one CSV file. See --help."],
])("%j is refused", (args, said) => {
  expect(() => parseCommandLine(args)).toThrow(said);
});

test("an id that is not UTF-8 is not stored as something else", async () => {
  const file = csvFile(latin1);
  const { status, stdout } = await runSync([file, "--endpoint", "http://127.0.0.1:9/graphql"]);
  expect([status, stdout]).toEqual([1, `${file}:2: erpId: It is not UTF-8.\n`]);
});

test("the mutation fits the printed schema", () => {
  const printed = readFileSync(fileURLToPath(import.meta.resolve("@superoffice-soap/graphql/schema.graphql")), "utf8");
  expect(validate(buildSchema(printed), parse(saveForeignKey))).toEqual([]);
});
