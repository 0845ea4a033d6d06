import { soException } from "../call/so-exception.ts";
import type { Resources } from "../resources.ts";
import type { Queries } from "../store/store.ts";
import { limits, soughtKey } from "./texts.ts";

/** The address of devices, as collation keys. Without a device it is that of all devices of the app. */
export interface DeviceAddress {
  readonly app: string;
  readonly device?: string;
  /** Null for any identifier. */
  readonly identifier: string | null;
}

/** An address that names a device. */
export interface NamedDevice extends DeviceAddress {
  readonly device: string;
}

/** The arguments that may address a device, by wire name. */
interface AddressArguments {
  readonly ApplicationName: string;
  readonly DeviceName: string;
  readonly DeviceIdentifier: string;
}

type NameArguments = Omit<AddressArguments, "DeviceIdentifier">;

/** The address that a look-up by name and identifier means. A blank identifier is that of the device without one. */
export function addressByIdentifier(input: AddressArguments, resources: Resources): NamedDevice {
  const identifier = soughtKey(input.DeviceIdentifier, limits.identifier, resources);
  const any = identifier === "" && resources.settings.foreignSystem.emptyIdentifierMatchesAny;
  const { app, device } = namesOf(input, resources);
  return { app, device, identifier: any ? null : identifier };
}

/** The address that a look-up by name alone means: every device of the name, unless that is to be an error. */
export async function addressByName(input: NameArguments, resources: Resources): Promise<NamedDevice> {
  const address = { ...namesOf(input, resources), identifier: null };
  if (resources.settings.foreignSystem.ambiguousDevice === "reject") await refuseSeveral(address, resources);
  return address;
}

function namesOf(input: NameArguments, resources: Resources): { readonly app: string; readonly device: string } {
  return {
    app: soughtKey(input.ApplicationName, limits.app, resources),
    device: soughtKey(input.DeviceName, limits.device, resources),
  };
}

async function refuseSeveral(address: DeviceAddress, { store }: Resources): Promise<void> {
  const devices = await devicesAt(store.db, address).limit(2).execute();
  if (devices.length < 2) return;
  throw soException(
    "SoInvalidArgumentException",
    "Several devices have the DeviceName; their identifiers tell them apart.",
  );
}

/** The ids of the devices at an address, as a query that may be a part of another. */
export function devicesAt(queries: Queries, { app, device, identifier }: DeviceAddress) {
  return queries
    .selectFrom("foreigndevice")
    .innerJoin("foreignapp", "foreignapp.id", "foreigndevice.app_id")
    .select("foreigndevice.id")
    .where("foreignapp.name_key", "=", app)
    .$if(device !== undefined, (query) => query.where("foreigndevice.name_key", "=", device ?? ""))
    .$if(identifier !== null, (query) => query.where("foreigndevice.identifier_key", "=", identifier ?? ""));
}
