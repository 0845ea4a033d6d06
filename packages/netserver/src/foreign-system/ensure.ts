import { auditOf } from "../call/audit.ts";
import type { Session } from "../call/session.ts";
import { soException } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";
import { prepareQuery } from "../store/prepared-query.ts";
import type { Queries } from "../store/store.ts";
import type { StoredText } from "./texts.ts";

/** The rule by which a write creates the app and device that it needs: as the settings say, or always. */
export type Creation = "as-set" | "always";

/** The texts that a device is found by in its app. */
export interface DeviceTexts {
  readonly name: StoredText;
  readonly identifier: StoredText;
}

/** The id of the app with a name, which is created when missing. Throws SoNotFoundException where it must exist. */
export async function ensureApp(
  transaction: Queries,
  name: StoredText,
  session: Session,
  { settings }: Resources,
  creation: Creation = "as-set",
): Promise<number> {
  const known = await appByName.row(transaction, name);
  if (known !== undefined) return known.id;
  if (creation === "as-set" && !settings.foreignSystem.autoCreate) throw missing("app", name.text);
  return createOrFind(
    () =>
      transaction
        .insertInto("foreignapp")
        .values({ name: name.text, name_key: name.key, ...auditOf(session) })
        .onConflict((conflict) => conflict.column("name_key").doNothing())
        .returning("id")
        .executeTakeFirst(),
    () => appByName.row(transaction, name),
  );
}

/** The id of the device with a name and identifier in an app, as `ensureApp`. */
export async function ensureDevice(
  transaction: Queries,
  appId: number,
  { name, identifier }: DeviceTexts,
  session: Session,
  { settings }: Resources,
  creation: Creation = "as-set",
): Promise<number> {
  const address = { appId, name: name.key, identifier: identifier.key };
  const known = await deviceByAddress.row(transaction, address);
  if (known !== undefined) return known.id;
  if (creation === "as-set" && !settings.foreignSystem.autoCreate) throw missing("device", name.text);
  const texts = { name: name.text, name_key: name.key, identifier: identifier.text, identifier_key: identifier.key };
  return createOrFind(
    () =>
      transaction
        .insertInto("foreigndevice")
        .values({ app_id: appId, ...texts, ...auditOf(session) })
        .onConflict((conflict) => conflict.columns(["app_id", "name_key", "identifier_key"]).doNothing())
        .returning("id")
        .executeTakeFirst(),
    () => deviceByAddress.row(transaction, address),
  );
}

type IdQuery = () => Promise<{ readonly id: number } | undefined>;

/** The number of times that another server may create a row first and delete it again. */
const maxAttempts = 20;

/** The id of a row that is created unless another server is faster; what that one creates may be deleted before it is found. */
async function createOrFind(create: IdQuery, find: IdQuery, attempt = 1): Promise<number> {
  const row = (await create()) ?? (await find());
  if (row !== undefined) return row.id;
  if (attempt < maxAttempts) return createOrFind(create, find, attempt + 1);
  throw soException("SoDbAccessException", "What the call needs is deleted again and again.");
}

const appByName = prepareQuery((queries, { key }: { readonly key: string }) =>
  queries.selectFrom("foreignapp").select("id").where("name_key", "=", key),
);

interface StoredAddress {
  readonly appId: number;
  readonly name: string;
  readonly identifier: string;
}

const deviceByAddress = prepareQuery((queries, { appId, name, identifier }: StoredAddress) =>
  queries
    .selectFrom("foreigndevice")
    .select("id")
    .where("app_id", "=", appId)
    .where("name_key", "=", name)
    .where("identifier_key", "=", identifier),
);

function missing(what: string, name: string) {
  return soException("SoNotFoundException", `There is no foreign ${what} ${JSON.stringify(name)}.`);
}
