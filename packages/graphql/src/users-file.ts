import { readFile } from "node:fs/promises";
import type { UserOptions } from "@superoffice-soap/netserver";
import Type from "typebox";
import { Errors } from "typebox/value";
import { UsageError } from "./command-line.ts";

const text = Type.String({ minLength: 1 });
const User = Type.Object(
  {
    name: text,
    password: text,
    fullName: Type.Optional(text),
    email: Type.Optional(text),
    personId: Type.Optional(Type.Integer({ minimum: 1 })),
    groupId: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
const Users = Type.Array(User, { minItems: 1 });

/** The users in a JSON file. Throws `UsageError` for a file that is missing or holds something else; no value is shown. */
export async function readUsersFile(path: string): Promise<readonly UserOptions[]> {
  const users = await readJson(path);
  const [fault] = Errors(Users, users);
  // Checked by the line above.
  if (fault === undefined) return users as UserOptions[];
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
