import type { ForeignKey, Input } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { type Arguments, required } from "../call/arguments.ts";
import { auditOf } from "../call/audit.ts";
import type { Session } from "../call/session.ts";
import { soException } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";
import { prepareQuery } from "../store/prepared-query.ts";
import type { Queries } from "../store/store.ts";
import { ensureApp, ensureDevice } from "./ensure.ts";
import { keyById } from "./key-queries.ts";
import { keyOf } from "./key-rows.ts";
import { storeValueRows } from "./long-value.ts";
import { recordBindingOf } from "./record-binding.ts";
import { appNameText, carrierLimits, limits, nameText, storedText, storedValue } from "./texts.ts";

type SaveInput = Arguments<Input<"ForeignSystem", "SaveForeignKey">>;

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
  const name = nameText(input.DeviceName, limits.device, resources);
  const identifier = storedText(input.DeviceIdentifier, limits.identifier, resources);
  const key = columnsOf(required(input.ForeignKey, "ForeignKey"), resources);
  const row = await resources.store.write(async (transaction) => {
    const appId = await ensureApp(transaction, app, session, resources);
    const deviceId = await ensureDevice(transaction, appId, { name, identifier }, session, resources);
    const columns = { ...key, ...auditOf(session), device_id: deviceId };
    const written = await (existing === "update" ? saved : insertIfNew.row)(transaction, columns);
    if (written === undefined) throw taken(key.name);
    if (resources.longValues === "chained") await storeValueRows(transaction, written.id, key.value);
    return keyById.row(transaction, written);
  });
  if (row === undefined) throw soException("SoDbAccessException", "The key was deleted while it was saved.");
  return keyOf(row, resources);
}

function taken(name: string) {
  return soException("SoDuplicateException", `There is a key ${JSON.stringify(name)} on that device and record.`);
}

function columnsOf(key: ForeignKey, resources: Resources) {
  const { tableNo, recordId } = recordBindingOf(key.TableName ?? "", key.RecordId ?? 0, resources);
  const name = nameText(key.Key ?? "", carrierLimits.key, resources);
  const value = storedValue(key.Value ?? "", resources);
  return {
    table_no: tableNo,
    record_id: recordId,
    name: name.text,
    name_key: name.key,
    value: value.text,
    value_key: value.key,
  };
}

type KeyColumns = ReturnType<typeof columnsOf> & ReturnType<typeof auditOf> & { readonly device_id: number };

/** The columns that make a key the same as another one. */
const identity = ["device_id", "table_no", "record_id", "name_key"] as const;

// An insert that ends as an update has used up an id all the same, and there are only so many.
async function saved(transaction: Queries, key: KeyColumns): Promise<{ readonly id: number } | undefined> {
  return (await update.row(transaction, key)) ?? insertOrUpdate.row(transaction, key);
}

const update = prepareQuery((queries, key: KeyColumns) => {
  const { device_id, table_no, record_id, name_key } = key;
  return queries
    .updateTable("foreignkey")
    .set(changeIn(key))
    .where("device_id", "=", device_id)
    .where("table_no", "=", table_no)
    .where("record_id", "=", record_id)
    .where("name_key", "=", name_key)
    .returning("id");
});

const insertOrUpdate = prepareQuery((queries, key: KeyColumns) =>
  insertion(queries, key)
    .onConflict((conflict) => conflict.columns(identity).doUpdateSet(changeIn(key)))
    .returning("id"),
);

function changeIn({ value, value_key, updated_at, updated_by }: KeyColumns) {
  return { value, value_key, updated_at, updated_by };
}

const insertIfNew = prepareQuery((queries, key: KeyColumns) =>
  insertion(queries, key)
    .onConflict((conflict) => conflict.columns(identity).doNothing())
    .returning("id"),
);

function insertion(queries: Queries, key: KeyColumns) {
  const { device_id, table_no, record_id, name, name_key, value, value_key } = key;
  const { created_at, created_by, updated_at, updated_by } = key;
  const audit = { created_at, created_by, updated_at, updated_by };
  const columns = { device_id, table_no, record_id, name, name_key, value, value_key, ...audit };
  return queries.insertInto("foreignkey").values(columns);
}
