import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { parseCommandLine } from "../src/command-line.ts";
import { saveForeignKey } from "../src/save-key.ts";
import { bundledSync, csvFile } from "./run-sync.ts";

const { runSync } = bundledSync();
const latin1 = Buffer.from("recordId,erpId\n1,\xe6\n", "latin1");

// Nothing listens on port 9: a run that sent something would wait for a response.
const cases: [what: string, args: () => string[], said: string][] = [
  ["no file", () => [], "Name one CSV file. See --help."],
  ["a file that is not there", () => ["/nowhere/a.csv"], "/nowhere/a.csv cannot be read: ENOENT."],
  ["a folder", () => ["/"], "/ cannot be read: EISDIR."],
  ["an empty file", () => [csvFile("")], "is empty."],
  ["a missing column", () => [csvFile("id,erpId\n")], 'has no column "recordId", but "id, erpId".'],
  [
    "a folder for progress",
    () => [csvFile("recordId,erpId\n"), "--progress", "/"],
    "/ cannot be used to note progress: EISDIR.",
  ],
  [
    "no folder for progress",
    () => [csvFile("recordId,erpId\n"), "--progress", "/none/a"],
    "/none/a cannot be used to note progress: ENOENT.",
  ],
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
  [["a.csv", "--delimiter", ""], "--delimiter must not be empty."],
  [["a.csv", "--endpoint", "localhost:4000"], '--endpoint must be an http or https address, not "localhost:4000".'],
  [["a.csv", "b.csv"], "Name one CSV file. See --help."],
])("%j is refused", (args, said) => {
  expect(() => parseCommandLine(args)).toThrow(said);
});

test("credentials that no header can hold are told before anything is sent, and not shown", async () => {
  const args = [csvFile("recordId,erpId\n1,a\n"), "--endpoint", "http://127.0.0.1:9/graphql"];
  const { status, stderr } = await runSync(args, { GRAPHQL_AUTHORIZATION: "SOTicket 7T:secret\n" });
  expect([status, stderr]).toEqual([2, "GRAPHQL_AUTHORIZATION must be one line of ASCII characters.\n"]);
});

test("a progress file that is damaged is told, and one in which nothing would stand is not left", async () => {
  const file = csvFile("recordId,erpId\n1, \n");
  const args = [file, "--endpoint", "http://127.0.0.1:9/graphql"];
  expect((await runSync(args)).status).toBe(1);
  expect(existsSync(`${file}.progress`)).toBe(false);
  const target = { app: "erp", device: "erp", identifier: "", key: "customer-no", table: "contact" };
  writeFileSync(`${file}.progress`, `${JSON.stringify({ endpoint: args[2], ...target })}\n\0\0\n`);
  const { status, stderr } = await runSync(args);
  expect([status, stderr]).toEqual([
    2,
    `${file}.progress is damaged. Remove it: all rows are then sent again, which changes nothing.\n`,
  ]);
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
