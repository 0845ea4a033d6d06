import type { ForeignKey } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { textOf } from "../argument.ts";
import { valueKey } from "../comparison.ts";
import { found } from "../found.ts";
import type { Resources } from "../resources.ts";
import { addressByIdentifier, addressByName, type DeviceAddress, devicesAt } from "./device-address.ts";
import { type KeyRow, keyOf, selectKeys } from "./key-rows.ts";
import { recordBindingOf, tableNumberOf } from "./record-binding.ts";
import { limits, soughtKey } from "./texts.ts";

interface NameArguments {
  readonly KeyName?: string | null;
  readonly TableName?: string | null;
  readonly RecordId?: number;
}

interface ValueArguments {
  readonly KeyName?: string | null;
  readonly KeyValue?: string | null;
  readonly TableName?: string | null;
}

/** Looks a key up by name on the device of a name, whatever its identifier. */
export const getKey: Implementation<"ForeignSystem", "GetKey"> = async (input, _session, resources) =>
  keyFound(await rowByName(await addressByName(input, resources), input, resources), resources);

/** As `getKey`, for its value only. */
export const getKeyValue: Implementation<"ForeignSystem", "GetKeyValue"> = async (input, _session, resources) =>
  valueFound(await rowByName(await addressByName(input, resources), input, resources), resources);

/** Looks a key up by name on the device of a name and identifier. */
export const getKeyOnDeviceIdentifier: Implementation<"ForeignSystem", "GetKeyOnDeviceIdentifier"> = async (
  input,
  _session,
  resources,
) => keyFound(await rowByName(addressByIdentifier(input, resources), input, resources), resources);

/** As `getKeyOnDeviceIdentifier`, for its value only. */
export const getKeyValueOnDeviceIdentifier: Implementation<"ForeignSystem", "GetKeyValueOnDeviceIdentifier"> = async (
  input,
  _session,
  resources,
) => valueFound(await rowByName(addressByIdentifier(input, resources), input, resources), resources);

/** Looks a key up by name and value on the device of a name, whatever its identifier. */
export const getKeyByValue: Implementation<"ForeignSystem", "GetKeyByValue"> = async (input, _session, resources) =>
  keyFound(await rowByValue(await addressByName(input, resources), input, resources), resources);

/** Looks a key up by name and value on the device of a name and identifier. */
export const getKeyByValueAndIdentifier: Implementation<"ForeignSystem", "GetKeyByValueAndIdentifier"> = async (
  input,
  _session,
  resources,
) => keyFound(await rowByValue(addressByIdentifier(input, resources), input, resources), resources);

/** The query for a key by its name; the device with the lowest id wins. */
export function keysByName(address: DeviceAddress, input: NameArguments, resources: Resources) {
  const { tableNo, recordId } = recordBindingOf(input.TableName, input.RecordId, resources);
  return selectKeys(resources.store.db)
    .where("foreignkey.device_id", "in", devicesAt(resources.store.db, address))
    .where("foreignkey.table_no", "=", tableNo)
    .where("foreignkey.record_id", "=", recordId)
    .where("foreignkey.name_key", "=", soughtKey(input.KeyName, limits.key, resources))
    .orderBy("foreignkey.device_id")
    .limit(1);
}

/** The query for a key by its name and value; the key with the lowest id wins. */
export function keysByValue(address: DeviceAddress, input: ValueArguments, resources: Resources) {
  const tableNo = tableNumberOf(input.TableName, resources);
  return selectKeys(resources.store.db)
    .where("foreignkey.device_id", "in", devicesAt(resources.store.db, address))
    .where("foreignkey.name_key", "=", soughtKey(input.KeyName, limits.key, resources))
    .where("foreignkey.value_key", "=", valueKey(textOf(input.KeyValue, "KeyValue"), resources.comparison))
    .where("foreignkey.table_no", "=", tableNo)
    .orderBy("foreignkey.id")
    .limit(1);
}

function rowByName(address: DeviceAddress, input: NameArguments, resources: Resources): Promise<KeyRow | undefined> {
  return keysByName(address, input, resources).executeTakeFirst();
}

function rowByValue(address: DeviceAddress, input: ValueArguments, resources: Resources): Promise<KeyRow | undefined> {
  return keysByValue(address, input, resources).executeTakeFirst();
}

function keyFound(row: KeyRow | undefined, resources: Resources): ForeignKey | null {
  return found(row && keyOf(row, resources), "key", resources.settings.answers);
}

function valueFound(row: KeyRow | undefined, resources: Resources): string | null {
  return found(row?.value, "key", resources.settings.answers);
}
