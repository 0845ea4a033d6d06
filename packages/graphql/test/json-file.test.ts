import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "../src/configuration/usage-error.ts";
import { readPersistedDocuments, readUsers } from "../src/json-file.ts";

const directory = mkdtempSync(join(tmpdir(), "superoffice-soap-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a users file holds users", () => {
  const file = join(directory, "users.json");
  const users = [{ name: "ann", password: "secret", fullName: "Ann Ås", groupId: 2 }];
  writeFileSync(file, JSON.stringify(users));
  expect(readUsers(file)).toEqual(users);
});

test.each([
  ["missing.json", undefined, " cannot be read."],
  ["broken.json", '[{ "password": "secret"', " is not JSON."],
  ["blank.json", '[{ "name": "ann", "password": "" }]', "/0/password must not have fewer than 1 characters."],
  ["misspelt.json", '[{ "name": "ann", "pasword": "secret" }]', "/0 must have required properties password."],
  ["extra.json", '[{ "name": "ann", "password": "secret", "admin": true }]', "/0/admin is unknown."],
  ["none.json", "[]", " must not have fewer than 1 items."],
])("the users file %s is refused, and nothing of it is shown", (name, text, reason) => {
  const file = join(directory, name);
  if (text !== undefined) writeFileSync(file, text);
  expect(() => readUsers(file)).toThrow(new UsageError(`${file}${reason}`));
});

test("a documents file holds documents by their hash", () => {
  const file = join(directory, "documents.json");
  const documents = { ["0a".repeat(32)]: "{ __typename }" };
  writeFileSync(file, JSON.stringify(documents));
  expect(readPersistedDocuments(file)).toEqual(documents);
  writeFileSync(file, JSON.stringify({ short: "{ __typename }" }));
  expect(() => readPersistedDocuments(file)).toThrow(`${file}/short is unknown.`);
});
