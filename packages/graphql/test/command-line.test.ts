import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { help, parseCommandLine } from "../src/command-line.ts";
import { readPersistedDocuments, readUsers } from "../src/json-file.ts";

const directory = mkdtempSync(join(tmpdir(), "superoffice-soap-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("without flags everything has a default", () => {
  expect(parseCommandLine([])).toEqual({
    port: 4000,
    host: "127.0.0.1",
    store: "data",
    services: "Services88",
    allowedOrigins: [],
    requestsPerMinute: Number.POSITIVE_INFINITY,
    introspection: false,
  });
});

test("each flag sets what it says", () => {
  const server = ["--port", "0", "--host", "::1", "--data=:memory:", "--services", "services86", "--users", "u.json"];
  const upstream = ["--upstream", "https://crm.example.com/SuperOffice/Remote"];
  const origins = ["--allow-origin", "https://a.example", "--allow-origin", "http://localhost:3000"];
  const graphql = ["--persisted-documents", "d.json", "--requests-per-minute", "600", "--introspection"];
  expect(parseCommandLine([...server, ...upstream, ...origins, ...graphql])).toEqual({
    port: 0,
    host: "::1",
    store: ":memory:",
    services: "Services86",
    upstream: "https://crm.example.com/SuperOffice/Remote",
    usersFile: "u.json",
    allowedOrigins: ["https://a.example", "http://localhost:3000"],
    documentsFile: "d.json",
    requestsPerMinute: 600,
    introspection: true,
  });
  expect(parseCommandLine(["--port", "1", "-h"])).toBe("help");
});

test.each([
  [["--prot", "4000"], "Unknown option '--prot'. See --help."],
  [["--port"], "Option '--port <value>' argument missing. See --help."],
  [["--port", "65536"], '--port must be 0 to 65535, not "65536".'],
  [["--port", "4e3"], '--port must be 0 to 65535, not "4e3".'],
  [
    ["--services", "Services99"],
    "--services must be one of Services75, Services80, Services81, Services82, Services83, Services84, Services85, " +
      'Services86, Services87, Services88, not "Services99".',
  ],
  [
    ["--upstream", "https://user:secret@crm.example.com/Remote"],
    "--upstream must be an http or https address without credentials, query and fragment.",
  ],
  [
    ["--upstream", "crm.example.com"],
    "--upstream must be an http or https address without credentials, query and fragment.",
  ],
  [["--requests-per-minute", "0"], '--requests-per-minute must be 1 to 1000000000, not "0".'],
  [
    ["--allow-origin", "https://a.example/"],
    '--allow-origin must be an origin such as https://app.example, not "https://a.example/".',
  ],
  [["serve"], "Unexpected argument 'serve'. See --help."],
])("%j is refused in one line", (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message);
});

test("--help names every flag, on lines that fit a terminal", () => {
  const source = readFileSync(new URL("../src/command-line.ts", import.meta.url), "utf8");
  const flags = [...source.matchAll(/^ {2}"?([\w-]+)"?: \{ type: "/gm)].map(([, flag]) => flag);
  expect(flags).toContain("services");
  for (const flag of flags) expect(help).toContain(`--${flag} `);
  expect(help.split("\n").every((line) => line.length <= 100)).toBe(true);
});

test("a users file holds users", async () => {
  const file = join(directory, "users.json");
  const users = [{ name: "ann", password: "secret", fullName: "Ann Ås", groupId: 2 }];
  writeFileSync(file, JSON.stringify(users));
  expect(await readUsers(file)).toEqual(users);
});

test.each([
  ["missing.json", undefined, " cannot be read."],
  ["broken.json", '[{ "password": "secret"', " is not JSON."],
  ["blank.json", '[{ "name": "ann", "password": "" }]', "/0/password must not have fewer than 1 characters."],
  ["misspelt.json", '[{ "name": "ann", "pasword": "secret" }]', "/0 must have required properties password."],
  ["extra.json", '[{ "name": "ann", "password": "secret", "admin": true }]', "/0/admin is unknown."],
  ["none.json", "[]", " must not have fewer than 1 items."],
])("the users file %s is refused, and nothing of it is shown", async (name, text, reason) => {
  const file = join(directory, name);
  if (text !== undefined) writeFileSync(file, text);
  const refused = readUsers(file);
  await expect(refused).rejects.toThrow(`${file}${reason}`);
  await expect(refused).rejects.not.toThrow("secret");
});

test("a documents file holds documents by their hash", async () => {
  const file = join(directory, "documents.json");
  const documents = { ["0a".repeat(32)]: "{ __typename }" };
  writeFileSync(file, JSON.stringify(documents));
  expect(await readPersistedDocuments(file)).toEqual(documents);
  writeFileSync(file, JSON.stringify({ short: "{ __typename }" }));
  await expect(readPersistedDocuments(file)).rejects.toThrow(`${file}/short is unknown.`);
});
