import type { ForeignKey, Input } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { fitted, requiredEntityOf, textOf } from "../argument.ts";
import { auditOf, changeOf } from "../audit.ts";
import { valueKey } from "../comparison.ts";
import type { Resources } from "../resources.ts";
import type { Session } from "../session.ts";
import { soException } from "../so-exception.ts";
import type { Queries } from "../store/store.ts";
import { ensureApp, ensureDevice } from "./ensure.ts";
import { keyOf, selectKeys } from "./key-rows.ts";
import { recordBindingOf } from "./record-binding.ts";
import { appNameText, limits, storedText } from "./texts.ts";

type SaveInput = Input<"ForeignSystem", "SaveForeignKey">;

/** Creates or updates the key of a name on a device, table and record. */
export const saveForeignKey: Implementation<"ForeignSystem", "SaveForeignKey"> = (input, session, resources) =>
  store(input, session, resources, "update");

/** As `saveForeignKey`, unless adding a key that exists is to be an error. */
export const addForeignKey: Implementation<"ForeignSystem", "AddForeignKey"> = (input, session, resources) =>
  store(input, session, resources, resources.settings.foreignSystem.addRejectsDuplicates ? "reject" : "update");

async function store(
  input: SaveInput,
  session: Session,
  resources: Resources,
  existing: "update" | "reject",
): Promise<ForeignKey> {
  const app = appNameText(input.ApplicationName, resources);
  const name = storedText(input.DeviceName, limits.device, resources);
  const identifier = storedText(input.DeviceIdentifier, limits.identifier, resources);
  const key = columnsOf(requiredEntityOf(input.ForeignKey, "ForeignKey"), resources);
  const row = await resources.store.write(async (transaction) => {
    const appId = await ensureApp(transaction, app, session, resources);
    const deviceId = await ensureDevice(transaction, appId, { name, identifier }, session, resources);
    const id = await upsert(transaction, { ...key, device_id: deviceId }, session, existing);
    return selectKeys(transaction).where("foreignkey.id", "=", id).executeTakeFirstOrThrow();
  });
  return keyOf(row, resources);
}

function columnsOf(key: ForeignKey, resources: Resources) {
  const { tableNo, recordId } = recordBindingOf(key.TableName, key.RecordId, resources);
  const { settings, comparison } = resources;
  const name = storedText(key.Key, limits.key, resources);
  const limit = { name: "Value", maxLength: settings.foreignSystem.maxValueLength };
  const value = fitted(textOf(key.Value, "Value"), limit, settings.answers.overlongText);
  return {
    table_no: tableNo,
    record_id: recordId,
    name: name.text,
    name_key: name.key,
    value,
    value_key: valueKey(value, comparison),
  };
}

type KeyColumns = ReturnType<typeof columnsOf> & { readonly device_id: number };

async function upsert(
  transaction: Queries,
  key: KeyColumns,
  session: Session,
  existing: "update" | "reject",
): Promise<number> {
  const { value, value_key } = key;
  const written = await transaction
    .insertInto("foreignkey")
    .values({ ...key, ...auditOf(session) })
    .onConflict((conflict) => {
      const same = conflict.columns(["device_id", "table_no", "record_id", "name_key"]);
      return existing === "update" ? same.doUpdateSet({ value, value_key, ...changeOf(session) }) : same.doNothing();
    })
    .returning("id")
    .executeTakeFirst();
  if (written === undefined) {
    throw soException("SoDuplicateException", `There is a key ${JSON.stringify(key.name)} on that device and record.`);
  }
  return written.id;
}
