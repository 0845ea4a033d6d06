import type { ForeignKey } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { foundOrNull } from "../call/found-or-null.ts";
import type { Resources } from "../resources.ts";
import { addressByIdentifier, addressByName, type NamedDevice } from "./device-address.ts";
import { keyByName, keyByValue } from "./key-queries.ts";
import { type KeyRow, keyOf } from "./key-rows.ts";
import { recordBindingOf, tableNumberOf } from "./record-binding.ts";
import { limits, soughtKey, soughtValueKey } from "./texts.ts";

interface NameArguments {
  readonly KeyName: string;
  readonly TableName: string;
  readonly RecordId: number;
}

interface ValueArguments {
  readonly KeyName: string;
  readonly KeyValue: string;
  readonly TableName: string;
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

function rowByName(
  { app, device, identifier }: NamedDevice,
  { KeyName, TableName, RecordId }: NameArguments,
  resources: Resources,
): Promise<KeyRow | undefined> {
  const { tableNo, recordId } = recordBindingOf(TableName, RecordId, resources);
  const name = soughtKey(KeyName, limits.key, resources);
  return keyByName(resources.store.db, { app, device, identifier, tableNo, recordId, name });
}

function rowByValue(
  { app, device, identifier }: NamedDevice,
  { KeyName, KeyValue, TableName }: ValueArguments,
  resources: Resources,
): Promise<KeyRow | undefined> {
  const tableNo = tableNumberOf(TableName, resources);
  const name = soughtKey(KeyName, limits.key, resources);
  const value = soughtValueKey(KeyValue, resources);
  return keyByValue(resources.store.db, { app, device, identifier, tableNo, name, value });
}

function keyFound(row: KeyRow | undefined, resources: Resources): ForeignKey | null {
  return foundOrNull(row && keyOf(row, resources), "key", resources.settings.answers);
}

function valueFound(row: KeyRow | undefined, resources: Resources): string | null {
  return foundOrNull(row?.value, "key", resources.settings.answers);
}
