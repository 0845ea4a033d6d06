import type { Implementation } from "../agent-implementation.ts";
import { required } from "../call/arguments.ts";
import { soException } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";
import { singleRow } from "../store/single-row.ts";
import type { Queries } from "../store/store.ts";
import { addressByIdentifier, devicesAt } from "./device-address.ts";
import { limits, soughtKey } from "./texts.ts";

/** Deletes the device of a name and identifier, and its keys. */
export const deleteDeviceByIdentifier: Implementation<"ForeignSystem", "DeleteDeviceByIdentifier"> = (
  input,
  _session,
  resources,
) => {
  const address = addressByIdentifier(input, resources);
  return deleteDevices(resources, (queries) => devicesAt(queries, address));
};

/** Deletes the device with the carrier's id if it is the app's; without an id, the one of its name and identifier. */
export const deleteForeignDevice: Implementation<"ForeignSystem", "DeleteForeignDevice"> = (
  input,
  _session,
  resources,
) => {
  const carrier = required(input.ForeignDevice, "ForeignDevice");
  const id = carrier.ForeignDeviceId ?? 0;
  const { ApplicationName } = input;
  if (id <= 0) {
    const names = { DeviceName: carrier.Name ?? "", DeviceIdentifier: carrier.DeviceIdentifier ?? "" };
    const address = addressByIdentifier({ ApplicationName, ...names }, resources);
    return deleteDevices(resources, (queries) => devicesAt(queries, address));
  }
  const anyApp = ApplicationName.trim() === "";
  const app = soughtKey(ApplicationName, limits.app, resources);
  return deleteDevices(resources, (queries) =>
    anyApp
      ? queries.selectFrom("foreigndevice").select("foreigndevice.id").where("foreigndevice.id", "=", id)
      : devicesAt(queries, { app, identifier: null }).where("foreigndevice.id", "=", id),
  );
};

interface DeviceIds {
  execute(): Promise<{ id: number }[]>;
}

async function deleteDevices(resources: Resources, matching: (queries: Queries) => DeviceIds): Promise<void> {
  await resources.store.write(async (transaction) => {
    for (const { id } of await matching(transaction).execute()) {
      if (resources.settings.foreignSystem.deleteWithChildren === "reject") await refuseKeys(transaction, id);
      await transaction.deleteFrom("foreigndevice").where("id", "=", id).execute();
    }
  });
}

async function refuseKeys(transaction: Queries, id: number): Promise<void> {
  const key = await transaction
    .selectFrom("foreignkey")
    .select("id")
    .where("device_id", "=", id)
    .limit(singleRow)
    .executeTakeFirst();
  if (key !== undefined) throw soException("SoIllegalOperationException", `The foreign device with id ${id} has keys.`);
}
