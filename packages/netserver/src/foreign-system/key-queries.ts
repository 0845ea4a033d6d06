import { type PreparedQuery, prepareQuery } from "../store/prepared-query.ts";
import { singleRow } from "../store/single-row.ts";
import type { Queries } from "../store/store.ts";
import { type DeviceAddress, devicesAt, type NamedDevice } from "./device-address.ts";
import { type KeyRow, selectKeys } from "./key-rows.ts";

/** The parts that a key is looked up by: its device, the collation key of its name, and the number of its table. */
export interface KeyLookup extends NamedDevice {
  readonly name: string;
  readonly tableNo: number;
}

/** A key's name on a record. */
export interface KeyByName extends KeyLookup {
  readonly recordId: number;
}

/** A key's name and its value, as it is compared. */
export interface KeyByValue extends KeyLookup {
  readonly value: string;
}

/** Finds a key by its name. Where the address means several devices, the one with the lowest id wins. */
export function keyByName(queries: Queries, lookup: KeyByName): Promise<KeyRow | undefined> {
  return (lookup.identifier === null ? keyByNameAnywhere : keyByNameOnDevice).row(queries, lookup);
}

/** Finds a key by its name and value; of several, the one with the lowest id wins. */
export function keyByValue(queries: Queries, lookup: KeyByValue): Promise<KeyRow | undefined> {
  return (lookup.identifier === null ? keyByValueAnywhere : keyByValueOnDevice).row(queries, lookup);
}

/** On the devices of a name, whatever their identifiers. */
export const keyByNameAnywhere: PreparedQuery<KeyByName, KeyRow> = prepareQuery((queries, lookup) =>
  byName(queries, { ...addressIn(lookup), identifier: null }, lookup),
);

/** On the device of a name and identifier. */
export const keyByNameOnDevice: PreparedQuery<KeyByName, KeyRow> = prepareQuery((queries, lookup) =>
  byName(queries, addressIn(lookup), lookup),
);

/** On the devices of a name, whatever their identifiers. */
export const keyByValueAnywhere: PreparedQuery<KeyByValue, KeyRow> = prepareQuery((queries, lookup) =>
  byValue(queries, { ...addressIn(lookup), identifier: null }, lookup),
);

/** On the device of a name and identifier. */
export const keyByValueOnDevice: PreparedQuery<KeyByValue, KeyRow> = prepareQuery((queries, lookup) =>
  byValue(queries, addressIn(lookup), lookup),
);

/** The key with an id. */
export const keyById: PreparedQuery<{ readonly id: number }, KeyRow> = prepareQuery((queries, { id }) =>
  selectKeys(queries).where("foreignkey.id", "=", id).limit(singleRow),
);

function addressIn({ app, device, identifier }: KeyLookup): DeviceAddress {
  return { app, device, identifier };
}

// A name and an identifier are one device's at most, and engines look up one faster than they look through a set.
function oneOrMore({ identifier }: DeviceAddress): "=" | "in" {
  return identifier === null ? "in" : "=";
}

function byName(queries: Queries, address: DeviceAddress, { name, tableNo, recordId }: KeyByName) {
  return selectKeys(queries)
    .where("foreignkey.device_id", oneOrMore(address), devicesAt(queries, address))
    .where("foreignkey.table_no", "=", tableNo)
    .where("foreignkey.record_id", "=", recordId)
    .where("foreignkey.name_key", "=", name)
    .orderBy("foreignkey.device_id")
    .limit(singleRow);
}

function byValue(queries: Queries, address: DeviceAddress, { name, tableNo, value }: KeyByValue) {
  return selectKeys(queries)
    .where("foreignkey.device_id", oneOrMore(address), devicesAt(queries, address))
    .where("foreignkey.name_key", "=", name)
    .where("foreignkey.value_key", "=", value)
    .where("foreignkey.table_no", "=", tableNo)
    .orderBy("foreignkey.id")
    .limit(singleRow);
}
