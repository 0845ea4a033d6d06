import { agent } from "../../kit/agent.ts";
import { apps } from "./apps.ts";
import { devices } from "./devices.ts";
import { keys } from "./keys.ts";

/** Keys that external systems keep on CRM records: an app has devices, a device has keys. */
export const ForeignSystem = agent(
  "ForeignSystem",
  { description: "Keys that external systems keep on CRM records: an app has devices, a device has keys." },
  // The WSDL's order, which is not by topic. `satisfies` finds those that are defined but not listed.
  {
    CreateDefaultForeignAppEntity: apps.CreateDefaultForeignAppEntity,
    SaveForeignAppEntity: apps.SaveForeignAppEntity,
    DeleteForeignAppEntity: apps.DeleteForeignAppEntity,
    GetForeignAppEntity: apps.GetForeignAppEntity,
    GetAppByName: apps.GetAppByName,
    GetApplicationDevices: apps.GetApplicationDevices,
    GetDeviceByName: devices.GetDeviceByName,
    GetDeviceByIdentifier: devices.GetDeviceByIdentifier,
    AddDeviceByIdentifier: devices.AddDeviceByIdentifier,
    SaveDeviceByIdentifier: devices.SaveDeviceByIdentifier,
    DeleteDeviceByIdentifier: devices.DeleteDeviceByIdentifier,
    GetKey: keys.GetKey,
    GetKeyValue: keys.GetKeyValue,
    GetKeyOnDeviceIdentifier: keys.GetKeyOnDeviceIdentifier,
    GetKeyValueOnDeviceIdentifier: keys.GetKeyValueOnDeviceIdentifier,
    AddForeignKey: keys.AddForeignKey,
    SaveForeignKey: keys.SaveForeignKey,
    DeleteForeignKeyOnName: keys.DeleteForeignKeyOnName,
    GetKeyByValue: keys.GetKeyByValue,
    GetKeyByValueAndIdentifier: keys.GetKeyByValueAndIdentifier,
    GetAllForeignKeysOnEntity: apps.GetAllForeignKeysOnEntity,
    GetForeignDevice: devices.GetForeignDevice,
    SaveForeignDevice: devices.SaveForeignDevice,
    DeleteForeignDevice: devices.DeleteForeignDevice,
    DeleteForeignKey: keys.DeleteForeignKey,
    GetDeviceKeys: keys.GetDeviceKeys,
    GetApplicationKeys: apps.GetApplicationKeys,
    GetDeviceKeysOnDeviceIdentifier: keys.GetDeviceKeysOnDeviceIdentifier,
    GetDeviceKeysOnDeviceIdentifierTable: keys.GetDeviceKeysOnDeviceIdentifierTable,
    GetDeviceKeysOnDeviceIdentifierTableRecordId: keys.GetDeviceKeysOnDeviceIdentifierTableRecordId,
  } satisfies Record<keyof (typeof apps & typeof devices & typeof keys), unknown>,
);
