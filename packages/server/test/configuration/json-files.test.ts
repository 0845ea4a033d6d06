import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servicesVersions } from "@superoffice-soap/schema";
import { afterAll, expect, test } from "vitest";
import { readBehaviour, readPersistedDocuments, readTenants, readUsers } from "../../src/configuration/json-files.ts";
import { UsageError } from "../../src/configuration/usage-error.ts";

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
  ["missing.json", undefined, " cannot be read: there is no such file."],
  ["", undefined, " cannot be read: it is a directory."],
  ["broken.json", '[{ "password": "secret"', " is not JSON: line 1, column 24 should be a comma or }."],
  [
    "comma.json",
    '[\n  {\n    "name": "ann",\n    "password": "secret",\n  }\n]',
    " is not JSON: line 5, column 3 should be a name in double quotes.",
  ],
  [
    "blank.json",
    '[{ "name": "ann", "password": "" }]',
    ": [0].password must be a text that is not blank, not a blank text.",
  ],
  [
    "number.json",
    '[{ "name": "ann", "password": 1234 }]',
    ": [0].password must be a text that is not blank, not a number.",
  ],
  [
    "person.json",
    '[{ "name": "ann", "password": "secret", "personId": "secret" }]',
    ": [0].personId must be a whole number from 1 to 2147483647, not a text.",
  ],
  [
    "large.json",
    '[{ "name": "ann", "password": "secret", "personId": 99999999999 }]',
    ": [0].personId must be a whole number from 1 to 2147483647, not 99999999999.",
  ],
  [
    "blanks.json",
    '[{ "name": " ", "password": "secret" }]',
    ": [0].name must be a text that is not blank, not a blank text.",
  ],
  [
    "control.json",
    '[{ "name": "ann", "password": "secret\\u0000" }]',
    ": [0].password must be a text that is not blank, not one with a character that XML cannot carry.",
  ],
  [
    "names.json",
    '[{ "name": "ann",\n "password": "secret", "name": "bea" }]',
    ': line 2, column 24 has "name" for the second time.',
  ],
  ["missing-one.json", '[{ "name": "ann" }]', ": [0].password is missing; it must be a text that is not blank."],
  ["misspelt.json", '[{ "name": "ann", "pasword": "secret" }]', ": [0].pasword is unknown; did you mean password?"],
  [
    "extra.json",
    '[{ "name": "ann", "password": "secret", "admin": true }]',
    ": [0].admin is unknown; known are name, password, fullName, email, personId, groupId.",
  ],
  [
    "twice.json",
    '[{ "name": "ann", "password": "secret" }, { "name": "Ann", "password": "other" }]',
    ": [1].name is another user's, [0].name; names are the same in any case.",
  ],
  ["none.json", "[]", " must be a list that is not empty, not an empty list."],
  ["object.json", '{ "name": "ann", "password": "secret" }', " must be a list that is not empty, not an object."],
  ["text.json", '["secret"]', ": [0] must be an object, not a text."],
])("the users file %s is refused, and nothing of it is shown", (name, text, reason) => {
  const file = join(directory, name);
  if (text !== undefined) writeFileSync(file, text);
  expect(() => readUsers(file)).toThrow(new UsageError(`${file}${reason}`));
});

test("a documents file holds documents by their hash", () => {
  const file = join(directory, "documents.json");
  const documents = { ["0a".repeat(32)]: "{ __typename }", [`sha256:${"0b".repeat(32)}`]: "{ __typename }" };
  writeFileSync(file, JSON.stringify(documents));
  expect(readPersistedDocuments(file)).toEqual(documents);
  writeFileSync(file, JSON.stringify({ short: "{ __typename }" }));
  expect(() => readPersistedDocuments(file)).toThrow(`${file}: short is no SHA-256 in small hexadecimal digits.`);
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
  ["no tenant", {}, " must be an object that is not empty, not an empty object."],
  ["a list", [], " must be an object that is not empty, not an empty list."],
  ["a path of the server's own", { graphql: { upstream: "https://a.example" } }, `: graphql ${otherName}`],
  [
    "a path of the server's own in another case",
    { HealthZ: { upstream: "https://a.example" } },
    `: HealthZ ${otherName}`,
  ],
  [
    "a path twice, in two cases",
    {
      Cust1: { upstream: "https://a.example" },
      b: { upstream: "https://a.example" },
      cust1: { upstream: "https://c.example" },
    },
    ": cust1 is the same path as Cust1; names are the same in any case.",
  ],
  ["a path of several parts", { "a/b": { upstream: "https://a.example" } }, `: ["a/b"] ${otherName}`],
  [
    "a password in an address",
    { Cust1: { upstream: "https://user:secret@a.example/Remote" } },
    ": Cust1.upstream must be an http or https address without credentials, query and fragment, not one with a user name or password.",
  ],
  [
    "an address that is none",
    { Cust1: { upstream: "a.example/Remote" } },
    ": Cust1.upstream must be an http or https address without credentials, query and fragment, not one without http:// or https://.",
  ],
  [
    "a version that is none",
    { Cust1: { upstream: "https://a.example", services: "Services1" } },
    `: Cust1.services must be one of ${servicesVersions.join(", ")}, not "Services1".`,
  ],
  [
    "no address",
    { Cust1: {} },
    ": Cust1.upstream is missing; it must be an http or https address without credentials, query and fragment.",
  ],
  [
    "an unknown member",
    { Cust1: { upstream: "https://a.example", ticket: "7T:" } },
    ": Cust1.ticket is unknown; known are upstream, services.",
  ],
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
  [
    "an unknown option",
    { foreignSystem: { autoCreated: true } },
    ": foreignSystem.autoCreated is unknown; did you mean autoCreate?",
  ],
  [
    "an unknown choice",
    { answers: { dates: "local" } },
    ': answers.dates must be unmarked or utc-marked, not "local".',
  ],
  ["a wrong choice", { answers: { dates: ["x"] } }, ": answers.dates must be unmarked or utc-marked, not a list."],
  [
    "an option of the program's own",
    { store: "elsewhere" },
    ": store is unknown; known are answers, foreignSystem, relation, synchronization, soap, services, tables, " +
      "storeTimeoutMs, tenant, " +
      "implicitUser, failedSignIn, ticketLifetimeSeconds, ticketMaxAgeSeconds, ticketRenewal, applications, accessTokens, passwordSignIn, erpSync.",
  ],
  [
    "a wrong kind of value",
    { ticketLifetimeSeconds: "6h" },
    ": ticketLifetimeSeconds must be a whole number of 1 or more, not a text.",
  ],
  ["too small a number", { tables: { mine: 0 } }, ": tables.mine must be a whole number from 1 to 32767, not 0."],
  ["a switch that is none", { passwordSignIn: "no" }, ": passwordSignIn must be true or false, not a text."],
  [
    "a token that is none",
    { accessTokens: [{ token: null, user: "ann" }] },
    ": accessTokens[0].token must be a text that is not blank, not null.",
  ],
  ["no version", { services: [] }, ": services must be a list that is not empty, not an empty list."],
  ["a tenant with a semicolon", { tenant: "a;b" }, ": tenant must be a text without a semicolon, not another text."],
])("a behaviour file with %s is refused", (_what, behaviour, reason) => {
  const file = join(directory, "wrong-behaviour.json");
  writeFileSync(file, JSON.stringify(behaviour));
  expect(() => readBehaviour(file)).toThrow(new UsageError(`${file}${reason}`));
});
