import type { Implementation, ListImplementation } from "../agent-implementation.ts";
import { unfitArgument } from "../call/so-exception.ts";
import { addressByIdentifier, addressByName } from "./device-address.ts";
import { keysAt } from "./key-pages.ts";
import { namesTable, recordBindingOf, tableNumberOf } from "./record-binding.ts";
import { limits, soughtKey } from "./texts.ts";

/** Lists the keys on all devices of an app. */
export const getApplicationKeys: ListImplementation<"ForeignSystem", "GetApplicationKeys"> = (
  input,
  session,
  resources,
) => keysAt({ app: soughtKey(input.ApplicationName, limits.app, resources), identifier: null }, {}, session, resources);

/** Lists the keys on all devices of a name, whatever their identifiers. */
export const getDeviceKeys: ListImplementation<"ForeignSystem", "GetDeviceKeys"> = async function* (
  input,
  session,
  resources,
) {
  yield* keysAt(await addressByName(input, resources), {}, session, resources);
};

/** Lists the keys on the device of a name and identifier. */
export const getDeviceKeysOnDeviceIdentifier: ListImplementation<"ForeignSystem", "GetDeviceKeysOnDeviceIdentifier"> = (
  input,
  session,
  resources,
) => keysAt(addressByIdentifier(input, resources), {}, session, resources);

/** Lists those of a device's keys that are bound to a table, or to none. */
export const getDeviceKeysOnDeviceIdentifierTable: ListImplementation<
  "ForeignSystem",
  "GetDeviceKeysOnDeviceIdentifierTable"
> = (input, session, resources) => {
  const tableNo = tableNumberOf(input.TableName, resources);
  return keysAt(addressByIdentifier(input, resources), { tableNo }, session, resources);
};

/** Lists those of a device's keys that are bound to a record. */
export const getDeviceKeysOnDeviceIdentifierTableRecordId: ListImplementation<
  "ForeignSystem",
  "GetDeviceKeysOnDeviceIdentifierTableRecordId"
> = (input, session, resources) => {
  const binding = recordBindingOf(input.TableName, input.RecordId, resources);
  return keysAt(addressByIdentifier(input, resources), binding, session, resources);
};

/** Collects the values of all keys of a record. Where two would have the same name, the older one stays. */
export const getAllForeignKeysOnEntity: Implementation<"ForeignSystem", "GetAllForeignKeysOnEntity"> = async (
  input,
  _session,
  resources,
) => {
  const tableNo = tableNumberOf(input.EntityType, resources, "EntityType");
  if (!namesTable(input.EntityType)) {
    throw unfitArgument("EntityType", "EntityType must name a table.");
  }
  const rows = await resources.store.db
    .selectFrom("foreignkey")
    .innerJoin("foreigndevice", "foreigndevice.id", "foreignkey.device_id")
    .innerJoin("foreignapp", "foreignapp.id", "foreigndevice.app_id")
    .select(["foreignapp.name as app", "foreigndevice.name as device", "foreigndevice.identifier"])
    .select(["foreignkey.name as key", "foreignkey.value"])
    .where("foreignkey.table_no", "=", tableNo)
    .where("foreignkey.record_id", "=", input.EntityId)
    .orderBy("foreignkey.id")
    .execute();
  const values = new Map<string, string>();
  for (const { app, device, identifier, key, value } of rows) {
    const name = `${app}.${identifier || device}.${key}`;
    if (!values.has(name)) values.set(name, value);
  }
  return Object.fromEntries(values);
};
