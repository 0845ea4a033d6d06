import { readFile } from "node:fs/promises";
import type { UserOptions } from "@superoffice-soap/netserver";
import Type, { type TSchema } from "typebox";
import { Errors } from "typebox/value";
import { UsageError } from "./command-line.ts";

const text = Type.String({ minLength: 1 });

const Users = Type.Array(
  Type.Object(
    {
      name: text,
      password: text,
      fullName: Type.Optional(text),
      email: Type.Optional(text),
      personId: Type.Optional(Type.Integer({ minimum: 1 })),
      groupId: Type.Optional(Type.Integer({ minimum: 1 })),
    },
    { additionalProperties: false },
  ),
  { minItems: 1 },
);

const Documents = Type.Record(Type.String({ pattern: "^[\\da-f]{64}$" }), text, { additionalProperties: false });

/** The users in a JSON file. Throws `UsageError` for a file that is missing or holds something else; no value is shown. */
export async function readUsers(path: string): Promise<readonly UserOptions[]> {
  // Checked against the schema of users.
  return (await readChecked(path, Users)) as UserOptions[];
}

/** GraphQL documents in a JSON file, by the SHA-256 of their text. Throws `UsageError` as `readUsers` does. */
export async function readPersistedDocuments(path: string): Promise<Readonly<Record<string, string>>> {
  // Checked against the schema of documents.
  return (await readChecked(path, Documents)) as Record<string, string>;
}

async function readChecked(path: string, schema: TSchema): Promise<unknown> {
  const value = await readJson(path);
  const [fault] = Errors(schema, value);
  if (fault === undefined) return value;
  // A member that the schema does not have is told as one whose schema is `false`.
  throw new UsageError(`${path}${fault.instancePath} ${fault.keyword === "boolean" ? "is unknown" : fault.message}.`);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    // What JSON.parse says quotes the text, passwords and all.
    const reason = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw new UsageError(`${path} ${reason}.`);
  }
}
