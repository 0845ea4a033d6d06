import { defaultOf, ForeignAppEntity } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { required } from "../call/arguments.ts";
import { auditOf, changeOf } from "../call/audit.ts";
import { carrierOf } from "../call/carrier-members.ts";
import { foundOrNull } from "../call/found-or-null.ts";
import type { Session } from "../call/session.ts";
import { soException } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";
import { associateById } from "../sign-in/associate.ts";
import { singleRow } from "../store/single-row.ts";
import type { Queries } from "../store/store.ts";
import type { Row } from "../store/tables.ts";
import { dateOf } from "../store/timestamp.ts";
import { deviceOf, selectDevices } from "./device-rows.ts";
import { appNameText, carrierLimits, limits, type StoredText, soughtKey } from "./texts.ts";

/** Answers an app that is not stored. */
export const createDefaultForeignAppEntity: Implementation<"ForeignSystem", "CreateDefaultForeignAppEntity"> = (
  _input,
  _session,
  resources,
) => emptyApp(resources);

/** Finds an app by its id. */
export const getForeignAppEntity: Implementation<"ForeignSystem", "GetForeignAppEntity"> = async (
  input,
  _session,
  resources,
) => {
  const id = input.ForeignAppEntityId;
  const row = await resources.store.db.selectFrom("foreignapp").selectAll().where("id", "=", id).executeTakeFirst();
  return foundOrNull(row && (await appOf(row, resources)), "foreign app", resources.settings.answers);
};

/** Finds an app by its name; where there is none, the app answered has id 0, as SuperOffice's own clients expect. */
export const getAppByName: Implementation<"ForeignSystem", "GetAppByName"> = async (input, _session, resources) => {
  const key = soughtKey(input.ApplicationName, limits.app, resources);
  const row = await resources.store.db
    .selectFrom("foreignapp")
    .selectAll()
    .where("name_key", "=", key)
    .executeTakeFirst();
  if (row !== undefined) return appOf(row, resources);
  return resources.settings.foreignSystem.unknownApp === "nil" ? null : emptyApp(resources);
};

/** Creates or renames an app. */
export const saveForeignAppEntity: Implementation<"ForeignSystem", "SaveForeignAppEntity"> = async (
  input,
  session,
  resources,
) => {
  const app = required(input.ForeignAppEntity, "ForeignAppEntity");
  const id = app.ForeignAppId ?? 0;
  const name = appNameText(app.Name ?? "", resources, carrierLimits.app);
  const row = await resources.store.write((transaction) =>
    id === 0 ? insertApp(transaction, name, session, resources) : renameApp(transaction, id, name, session),
  );
  return appOf(row, resources);
};

/** Deletes an app, its devices and their keys. */
export const deleteForeignAppEntity: Implementation<"ForeignSystem", "DeleteForeignAppEntity"> = async (
  input,
  _session,
  resources,
) => {
  const id = input.ForeignAppEntityId;
  await resources.store.write(async (transaction) => {
    if (resources.settings.foreignSystem.deleteWithChildren === "reject") await refuseChildren(transaction, id);
    await transaction.deleteFrom("foreignapp").where("id", "=", id).execute();
  });
};

async function insertApp(
  transaction: Queries,
  name: StoredText,
  session: Session,
  { settings }: Resources,
): Promise<Row<"foreignapp">> {
  const reuse = settings.foreignSystem.takenAppName === "reuse";
  const known = reuse ? await touchApp(transaction, name, session) : undefined;
  if (known !== undefined) return known;
  const row = await transaction
    .insertInto("foreignapp")
    .values({ name: name.text, name_key: name.key, ...auditOf(session) })
    .onConflict((conflict) => {
      const same = conflict.column("name_key");
      return reuse ? same.doUpdateSet({ ...changeOf(session) }) : same.doNothing();
    })
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw taken(name);
  return row;
}

// An insert that ends as an update has used up an id all the same.
function touchApp(transaction: Queries, { key }: StoredText, session: Session) {
  const touched = transaction.updateTable("foreignapp").set(changeOf(session)).where("name_key", "=", key);
  return touched.returningAll().executeTakeFirst();
}

async function renameApp(
  transaction: Queries,
  id: number,
  name: StoredText,
  session: Session,
): Promise<Row<"foreignapp">> {
  const same = await transaction
    .selectFrom("foreignapp")
    .select("id")
    .where(({ or, eb }) => or([eb("name_key", "=", name.key), eb("id", "=", id)]))
    .execute();
  if (!same.some((app) => app.id === id)) throw notFound(id);
  if (same.some((app) => app.id !== id)) throw taken(name);
  const row = await transaction
    .updateTable("foreignapp")
    .set({ name: name.text, name_key: name.key, ...changeOf(session) })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw notFound(id);
  return row;
}

function notFound(id: number) {
  return soException("SoNotFoundException", `There is no foreign app with id ${id}.`);
}

async function refuseChildren(transaction: Queries, id: number): Promise<void> {
  const device = await transaction
    .selectFrom("foreigndevice")
    .select("id")
    .where("app_id", "=", id)
    .limit(singleRow)
    .executeTakeFirst();
  if (device !== undefined)
    throw soException("SoIllegalOperationException", `The foreign app with id ${id} has devices.`);
}

function taken({ text }: StoredText) {
  return soException("SoDuplicateException", `There is a foreign app ${JSON.stringify(text)} already.`);
}

function emptyApp({ settings }: Resources): ForeignAppEntity {
  // The default of an entity is an object with all of its members.
  const defaults = defaultOf(ForeignAppEntity) as ForeignAppEntity;
  const date = dateOf(null, settings.answers);
  return {
    ...defaults,
    ...carrierOf(ForeignAppEntity, settings.answers),
    Name: "",
    CreatedDate: date,
    UpdatedDate: date,
    Devices: [],
  };
}

async function appOf(row: Row<"foreignapp">, resources: Resources): Promise<ForeignAppEntity> {
  const { store, settings } = resources;
  const devices = await selectDevices(store.db)
    .where("foreigndevice.app_id", "=", row.id)
    .orderBy("foreigndevice.id")
    .execute();
  return {
    ...carrierOf(ForeignAppEntity, settings.answers),
    ForeignAppId: row.id,
    Name: row.name,
    CreatedDate: dateOf(row.created_at, settings.answers),
    UpdatedDate: dateOf(row.updated_at, settings.answers),
    CreatedBy: await associateById(store.db, row.created_by, settings.answers),
    UpdatedBy: await associateById(store.db, row.updated_by, settings.answers),
    Devices: devices.map((device) => deviceOf(device, resources)),
  };
}
