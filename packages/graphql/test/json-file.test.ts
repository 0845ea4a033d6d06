import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servicesVersions } from "@superoffice-soap/schema";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "../src/configuration/usage-error.ts";
import { readBehaviour, readPersistedDocuments, readTenants, readUsers } from "../src/json-file.ts";

const directory = mkdtempSync(join(tmpdir(), "superoffice-soap-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a users file holds users", () => {
  const file = join(directory, "users.json");
  const users = [{ name: "ann", password: "secret", fullName: "Ann Ås", groupId: 2 }];
  // With the byte order mark of editors on Windows.
  writeFileSync(file, `\ufeff${JSON.stringify(users)}`);
  expect(readUsers(file)).toEqual(users);
});

test.each([
  ["missing.json", undefined, " cannot be read."],
  ["broken.json", '[{ "password": "secret"', " is not JSON."],
  ["blank.json", '[{ "name": "ann", "password": "" }]', "/0/password must not have fewer than 1 characters."],
  ["misspelt.json", '[{ "name": "ann", "pasword": "secret" }]', "/0 must have required properties password."],
  ["extra.json", '[{ "name": "ann", "password": "secret", "admin": true }]', "/0/admin is unknown."],
  [
    "twice.json",
    '[{ "name": "ann", "password": "secret" }, { "name": "Ann", "password": "other" }]',
    "/1/name is another user's; names are the same in any case.",
  ],
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
  expect(() => readPersistedDocuments(file)).toThrow(`${file}/short is no SHA-256 in small hexadecimal digits.`);
});

test("a tenants file holds addresses by the paths that they are served below", () => {
  const file = join(directory, "tenants.json");
  const tenants = {
    Cust1: { upstream: "https://a.example/Remote" },
    c2: { upstream: "http://b/R", services: "Services75" },
  };
  writeFileSync(file, JSON.stringify(tenants));
  expect(readTenants(file)).toEqual(tenants);
});

const otherName = "is no name for a path: letters, digits, _ and -, and none of the server's own paths.";

test.each([
  ["no tenant", {}, " must not have fewer than 1 properties."],
  ["a path of the server's own", { graphql: { upstream: "https://a.example" } }, `/graphql ${otherName}`],
  ["a path of several parts", { "a/b": { upstream: "https://a.example" } }, `/a~1b ${otherName}`],
  [
    "a password in an address",
    { Cust1: { upstream: "https://user:secret@a.example/Remote" } },
    "/Cust1/upstream must be an http or https address without credentials.",
  ],
  [
    "a version that is none",
    { Cust1: { upstream: "https://a.example", services: "Services1" } },
    `/Cust1/services must be one of ${servicesVersions.join(", ")}.`,
  ],
  ["an unknown member", { Cust1: { upstream: "https://a.example", ticket: "7T:" } }, "/Cust1/ticket is unknown."],
])("a tenants file with %s is refused", (_what, tenants, reason) => {
  const file = join(directory, "refused.json");
  writeFileSync(file, JSON.stringify(tenants));
  expect(() => readTenants(file)).toThrow(new UsageError(`${file}${reason}`));
});

test("a behaviour file holds options of a NetServer", () => {
  const file = join(directory, "behaviour.json");
  const behaviour = {
    answers: { missingEntity: "exception", emptyList: "nil", overlongText: "truncate", dates: "utc-marked" },
    foreignSystem: { longValues: "chained", comparison: "ordinal", maxValueLength: 10 },
    soap: { envelopes: "strict", dispatch: "action", errors: "fault" },
    services: ["Services84", "Services88"],
    applications: [{ token: "secret", erpSync: true }],
  };
  writeFileSync(file, JSON.stringify(behaviour));
  expect(readBehaviour(file)).toEqual(behaviour);
});

test.each([
  ["an unknown option", { foreignSystem: { autoCreated: true } }, "/foreignSystem/autoCreated is unknown."],
  ["an unknown choice", { answers: { dates: "local" } }, "/answers/dates must be one of unmarked, utc-marked."],
  ["an option of the program's own", { store: "elsewhere" }, "/store is unknown."],
  ["a wrong kind of value", { ticketLifetimeSeconds: "6h" }, "/ticketLifetimeSeconds must be integer."],
])("a behaviour file with %s is refused", (_what, behaviour, reason) => {
  const file = join(directory, "wrong-behaviour.json");
  writeFileSync(file, JSON.stringify(behaviour));
  expect(() => readBehaviour(file)).toThrow(new UsageError(`${file}${reason}`));
});
