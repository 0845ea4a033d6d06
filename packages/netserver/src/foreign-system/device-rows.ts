import { ForeignDevice } from "@superoffice-soap/schema";
import { carrierOf } from "../call/carrier-members.ts";
import type { Resources } from "../resources.ts";
import { nameOfAssociate } from "../sign-in/associate.ts";
import type { Queries } from "../store/store.ts";
import { dateOf } from "../store/timestamp.ts";

/** Devices as they are read: with the names of who owns, made and changed them. */
export function selectDevices(queries: Queries) {
  return queries
    .selectFrom("foreigndevice")
    .select(["id", "app_id", "name", "identifier", "created_at", "updated_at"])
    .select(nameOfAssociate("foreigndevice.owner_id").as("owner"))
    .select(nameOfAssociate("foreigndevice.created_by").as("creator"))
    .select(nameOfAssociate("foreigndevice.updated_by").as("updater"));
}

/** A row of `selectDevices`. */
export type DeviceRow = Awaited<ReturnType<ReturnType<typeof selectDevices>["executeTakeFirstOrThrow"]>>;

/** A device as answers carry it. */
export function deviceOf(row: DeviceRow, { settings }: Resources): ForeignDevice {
  return {
    ...carrierOf(ForeignDevice, settings.answers),
    ForeignDeviceId: row.id,
    Name: row.name,
    CreatedDate: dateOf(row.created_at, settings.answers),
    UpdatedDate: dateOf(row.updated_at, settings.answers),
    AssociateFullName: row.owner ?? "",
    CreatedBy: row.creator ?? "",
    UpdatedBy: row.updater ?? "",
    DeviceIdentifier: row.identifier,
    ForeignAppId: row.app_id,
  };
}

/** The device with an id; `undefined` when there is none. */
export function deviceRowById(queries: Queries, id: number): Promise<DeviceRow | undefined> {
  return selectDevices(queries).where("foreigndevice.id", "=", id).executeTakeFirst();
}
