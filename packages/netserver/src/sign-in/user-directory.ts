import { textKey } from "../call/text-key.ts";
import type { UserOptions } from "../options.ts";
import type { Queries, Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";
import type { Row } from "../store/tables.ts";
import { internalAssociate } from "./associate.ts";
import { decoyHash, isPassword, passwordHash } from "./password.ts";

const passwordType = "CRM5/PASSWORD";

/** The type of a ticket's row among the credentials. */
export const ticketType = "Ticket";

/** The rule for users with a blank password: they may or may not sign in with it. */
export type BlankPasswords = "accept" | "refuse";

/** Returns the key of a login name. Login names ignore case, whatever the store's collation. */
export function userKey(name: string): string {
  return textKey(name.trim(), "ignore-case");
}

/** Finds the user with a login name; `undefined` when there is none or it is retired. */
export function findUser(queries: Queries, name: string): Promise<Row<"associate"> | undefined> {
  return queries
    .selectFrom("associate")
    .selectAll()
    .where("name_key", "=", userKey(name))
    .where("deleted", "=", 0)
    .executeTakeFirst();
}

/**
 * Finds the user with a name and password; `undefined` when they match no user. A blank password counts only where the
 * rule accepts it.
 */
export async function signedInUser(
  queries: Queries,
  name: string,
  password: string,
  blankPasswords: BlankPasswords,
): Promise<Row<"associate"> | undefined> {
  // One query and one hash for every name, so that timing does not reveal which users exist.
  const found = await withSecret(queries, userKey(name));
  if (password === "" && found?.secret === "" && blankPasswords === "accept") return found.user;
  const matches = await isPassword(password, found?.secret || decoyHash);
  return matches && found?.secret ? found.user : undefined;
}

/** Finds the user with a key and a password, and the password's hash, which is blank for a blank password. */
async function withSecret(queries: Queries, nameKey: string) {
  const row = await queries
    .selectFrom("associate")
    .innerJoin("credentials", (join) =>
      join.onRef("credentials.search_name", "=", "associate.name_key").on("credentials.type", "=", passwordType),
    )
    .selectAll("associate")
    .select("credentials.secret")
    .where("associate.name_key", "=", nameKey)
    .where("associate.deleted", "=", 0)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { secret, ...user } = row;
  return { user, secret };
}

async function secretOf(queries: Queries, nameKey: string): Promise<string | undefined> {
  const row = await queries
    .selectFrom("credentials")
    .select("secret")
    .where("type", "=", passwordType)
    .where("search_name", "=", nameKey)
    .executeTakeFirst();
  return row?.secret;
}

/** Tells whether any user can sign in with a password; a blank one counts only where it is accepted. */
export async function hasUserWithPassword(queries: Queries, blankPasswords: BlankPasswords): Promise<boolean> {
  const users = queries
    .selectFrom("associate")
    .innerJoin("credentials", "credentials.associate_id", "associate.id")
    .select("associate.id")
    .where("credentials.type", "=", passwordType)
    .where("associate.deleted", "=", 0)
    .limit(1);
  const able = blankPasswords === "accept" ? users : users.where("credentials.secret", "<>", "");
  return (await able.executeTakeFirst()) !== undefined;
}

/** Tells whether any of the login names belongs to a user. */
export async function hasUserNamed(queries: Queries, names: readonly string[]): Promise<boolean> {
  const users = await Promise.all(names.map((name) => findUser(queries, name)));
  return users.some((user) => user !== undefined);
}

/**
 * Creates or updates users; passwords are hashed again only when they changed. Earlier users who are not among them are
 * retired, unless the list is empty. A user's tickets are deleted with the password, and with the user. Rejects with
 * `StoreError`.
 */
export async function saveUsers(store: Store, users: readonly UserOptions[], now: string): Promise<void> {
  const keys = users.map(({ name }) => userKey(name));
  const twice = users.find(({ name }, index) => keys.indexOf(userKey(name)) !== index);
  if (twice !== undefined)
    throw new StoreError(`two users have the name ${twice.name}; upper and lower case are the same`);
  for (const user of users) {
    if (user.name.trim() === "" || !user.password) throw new StoreError("a user needs a name and a password");
    const known = await secretOf(store.db, userKey(user.name));
    const secret = known && (await isPassword(user.password, known)) ? known : await passwordHash(user.password);
    await store.write((transaction) => saveUser(transaction, user, secret, now));
  }
  if (keys.length > 0) await store.write((transaction) => retireOthers(transaction, keys));
}

/** Retires the users with a password whose names are not among these. */
async function retireOthers(transaction: Queries, keys: readonly string[]): Promise<void> {
  const withPassword = transaction
    .selectFrom("credentials")
    .select("associate_id")
    .where("type", "=", passwordType)
    .where("secret", "<>", "");
  const retired = await transaction
    .updateTable("associate")
    .set({ deleted: 1 })
    .where("id", "in", withPassword)
    .where("name_key", "not in", [...keys])
    .returning("id")
    .execute();
  for (const { id } of retired) await deleteTickets(transaction, id);
}

async function deleteTickets(transaction: Queries, associateId: number): Promise<void> {
  await transaction
    .deleteFrom("credentials")
    .where("type", "=", ticketType)
    .where("associate_id", "=", associateId)
    .execute();
}

/**
 * Stores one user with the password's hash, blank for a blank password. Unless the user could sign in with that
 * password before, earlier tickets are deleted. Returns the associate's id.
 */
export async function saveUser(
  transaction: Queries,
  user: Omit<UserOptions, "password">,
  secret: string,
  now: string,
): Promise<number> {
  const name_key = userKey(user.name);
  const before = await withSecret(transaction, name_key);
  const columns = {
    name: user.name.trim(),
    full_name: user.fullName ?? user.name.trim(),
    email: user.email ?? "",
    person_id: user.personId ?? 0,
    group_id: user.groupId ?? 1,
    deleted: 0,
  };
  const { id } = await transaction
    .insertInto("associate")
    .values({ ...columns, name_key, tooltip: "", rank: 0, type: internalAssociate })
    .onConflict((conflict) => conflict.column("name_key").doUpdateSet(columns))
    .returning("id")
    .executeTakeFirstOrThrow();
  const credential = { associate_id: id, secret, valid_from: now, last_used: now };
  await transaction
    .insertInto("credentials")
    .values({ ...credential, type: passwordType, search_name: name_key, valid_to: null })
    .onConflict((conflict) => conflict.columns(["type", "search_name"]).doUpdateSet(credential))
    .execute();
  if (before?.secret !== secret) await deleteTickets(transaction, id);
  return id;
}
