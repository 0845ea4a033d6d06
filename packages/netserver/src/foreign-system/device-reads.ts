import type { Implementation, ListImplementation } from "../agent-implementation.ts";
import { foundOrNull } from "../call/found-or-null.ts";
import type { Resources } from "../resources.ts";
import { singleRow } from "../store/single-row.ts";
import { addressByIdentifier, addressByName, type DeviceAddress, devicesAt } from "./device-address.ts";
import { deviceOf, deviceRowById, selectDevices } from "./device-rows.ts";
import { limits, soughtKey } from "./texts.ts";

/** Devices that are read at once. */
const pageSize = 1000;

/** Finds a device by its id. */
export const getForeignDevice: Implementation<"ForeignSystem", "GetForeignDevice"> = async (
  input,
  _session,
  resources,
) => {
  const row = await deviceRowById(resources.store.db, input.ForeignDeviceId);
  return foundOrNull(row && deviceOf(row, resources), "foreign device", resources.settings.answers);
};

/** Finds a device by its name, whatever its identifier; the one with the lowest id wins. */
export const getDeviceByName: Implementation<"ForeignSystem", "GetDeviceByName"> = async (input, _session, resources) =>
  firstAt(await addressByName(input, resources), resources);

/** Finds a device by its name and identifier. */
export const getDeviceByIdentifier: Implementation<"ForeignSystem", "GetDeviceByIdentifier"> = (
  input,
  _session,
  resources,
) => firstAt(addressByIdentifier(input, resources), resources);

/** Lists the devices of an app, by id. */
export const getApplicationDevices: ListImplementation<"ForeignSystem", "GetApplicationDevices"> = async function* (
  input,
  session,
  resources,
) {
  const { db } = resources.store;
  const app = soughtKey(input.ApplicationName, limits.app, resources);
  const query = selectDevices(db).where("foreigndevice.id", "in", devicesAt(db, { app, identifier: null }));
  for (let last = 0; ; ) {
    session.signal()?.throwIfAborted();
    const rows = await query.where("foreigndevice.id", ">", last).orderBy("foreigndevice.id").limit(pageSize).execute();
    for (const row of rows) yield deviceOf(row, resources);
    if (rows.length < pageSize) return;
    last = rows.at(-1)?.id ?? last;
  }
};

async function firstAt(address: DeviceAddress, resources: Resources) {
  const { db } = resources.store;
  const query = selectDevices(db).where("foreigndevice.id", "in", devicesAt(db, address));
  const row = await query.orderBy("foreigndevice.id").limit(singleRow).executeTakeFirst();
  return foundOrNull(row && deviceOf(row, resources), "foreign device", resources.settings.answers);
}
