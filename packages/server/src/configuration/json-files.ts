import type { UserOptions } from "@superoffice-soap/netserver";
import { integerRanges, isXmlText, servicesVersions } from "@superoffice-soap/schema";
import Type, { type TSchema } from "typebox";
import { BehaviourFile } from "./behaviour-file.ts";
import { readJson } from "./read-json.ts";
import { schemaViolation } from "./schema-violation.ts";
import { flawOfAddress, isServicesAddress, servicesAddress } from "./services-address.ts";
import type { Tenant } from "./tenant.ts";
import { UsageError } from "./usage-error.ts";

const text = Type.String({ minLength: 1 });

// Texts that callers send and are sent have to fit the contract.
const carried = Type.Refine(text, isXmlText, () => "one with a character that XML cannot carry");
const name = Type.Refine(carried, isNotBlank, () => "a blank text");
const id = Type.Integer({ minimum: 1, maximum: integerRanges.int[1] });

const Users = Type.Array(
  Type.Object(
    {
      name,
      password: carried,
      fullName: Type.Optional(carried),
      email: Type.Optional(carried),
      personId: Type.Optional(id),
      groupId: Type.Optional(id),
    },
    { additionalProperties: false },
  ),
  { minItems: 1 },
);

const Documents = Type.Record(Type.String({ pattern: "^(?:sha256:)?[\\da-f]{64}$" }), text, {
  additionalProperties: false,
});

// A tenant's path is the same in upper and lower case, so it must differ from the server's own paths in both.
const ownPaths = ["graphql", "remote", "healthz", "readyz", "metrics"]
  .map((path) => path.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`))
  .join("|");

const Tenants = Type.Record(
  Type.String({ pattern: `^(?!(?:${ownPaths})$)[A-Za-z\\d][\\w-]*$` }),
  Type.Object(
    {
      upstream: Type.Refine(
        Type.String({ description: servicesAddress }),
        isServicesAddress,
        (address) => flawOfAddress(address) ?? "",
      ),
      services: Type.Optional(Type.Enum([...servicesVersions])),
    },
    { additionalProperties: false },
  ),
  { additionalProperties: false, minProperties: 1 },
);

/**
 * Reads the users in a JSON file. Throws `UsageError`, which shows no value, for a file that is missing or holds
 * something else.
 */
export function readUsers(path: string): readonly UserOptions[] {
  // Checked against the schema of users.
  const users = readChecked(path, Users) as UserOptions[];
  const same = sameInAnyCase(users.map(({ name }) => name.trim()));
  if (same === undefined) return users;
  const [first, second] = same;
  throw new UsageError(`${path}: [${second}].name is another user's, [${first}].name; names are the same in any case.`);
}

/** Reads GraphQL documents in a JSON file, by the SHA-256 of their text. Throws `UsageError` as `readUsers` does. */
export function readPersistedDocuments(path: string): Readonly<Record<string, string>> {
  // Checked against the schema of documents.
  return readChecked(path, Documents, "is no SHA-256 in small hexadecimal digits.") as Record<string, string>;
}

/**
 * Reads the real NetServers in a JSON file, by the name of the path of each. Throws `UsageError` as `readUsers` does.
 */
export function readTenants(path: string): Readonly<Record<string, Tenant>> {
  // Checked against the schema of tenants.
  const otherName = "is no name for a path: letters, digits, _ and -, and none of the server's own paths.";
  const tenants = readChecked(path, Tenants, otherName) as Record<string, Tenant>;
  const names = Object.keys(tenants);
  const same = sameInAnyCase(names);
  if (same === undefined) return tenants;
  const [first, second] = same.map((index) => names[index]);
  throw new UsageError(`${path}: ${second} is the same path as ${first}; names are the same in any case.`);
}

/** Reads the behaviour of a NetServer in a JSON file. Throws `UsageError` as `readUsers` does. */
export function readBehaviour(path: string): BehaviourFile {
  // Checked against the schema of behaviour.
  return readChecked(path, BehaviourFile) as BehaviourFile;
}

/** Returns the indexes of two names that are equal or differ in case alone; `undefined` when there are none. */
function sameInAnyCase(names: readonly string[]): readonly [number, number] | undefined {
  const folded = names.map((name) => name.toLowerCase());
  const second = folded.findIndex((name, index) => folded.indexOf(name) < index);
  return second < 0 ? undefined : [folded.indexOf(folded[second] ?? ""), second];
}

function isNotBlank(value: string): boolean {
  return value.trim() !== "";
}

/**
 * Reads a JSON file that has to fit a schema. `otherName` tells the flaw of a name that the schema does not allow in
 * the outermost object. Throws `UsageError`.
 */
function readChecked(path: string, schema: TSchema, otherName?: string): unknown {
  const value = readJson(path);
  const fault = schemaViolation(schema, value, otherName);
  if (fault === undefined) return value;
  throw new UsageError(`${path}${fault}`);
}
