import type { AgentImplementation } from "../agent-implementation.ts";
import {
  createDefaultForeignAppEntity,
  deleteForeignAppEntity,
  getAppByName,
  getForeignAppEntity,
  saveForeignAppEntity,
} from "./apps.ts";
import { deleteDeviceByIdentifier, deleteForeignDevice } from "./device-deletes.ts";
import { getApplicationDevices, getDeviceByIdentifier, getDeviceByName, getForeignDevice } from "./device-reads.ts";
import { addDeviceByIdentifier, saveDeviceByIdentifier, saveForeignDevice } from "./device-writes.ts";
import { deleteForeignKey, deleteForeignKeyOnName } from "./key-deletes.ts";
import {
  getAllForeignKeysOnEntity,
  getApplicationKeys,
  getDeviceKeys,
  getDeviceKeysOnDeviceIdentifier,
  getDeviceKeysOnDeviceIdentifierTable,
  getDeviceKeysOnDeviceIdentifierTableRecordId,
} from "./key-lists.ts";
import {
  getKey,
  getKeyByValue,
  getKeyByValueAndIdentifier,
  getKeyOnDeviceIdentifier,
  getKeyValue,
  getKeyValueOnDeviceIdentifier,
} from "./key-lookups.ts";
import { addForeignKey, saveForeignKey } from "./key-writes.ts";

/** Keys that external systems keep on CRM records: an app has devices, a device has keys. */
export const foreignSystem: AgentImplementation<"ForeignSystem"> = {
  operations: {
    CreateDefaultForeignAppEntity: createDefaultForeignAppEntity,
    SaveForeignAppEntity: saveForeignAppEntity,
    GetForeignAppEntity: getForeignAppEntity,
    GetAppByName: getAppByName,
    DeleteForeignAppEntity: deleteForeignAppEntity,
    GetForeignDevice: getForeignDevice,
    GetDeviceByName: getDeviceByName,
    GetDeviceByIdentifier: getDeviceByIdentifier,
    AddDeviceByIdentifier: addDeviceByIdentifier,
    SaveDeviceByIdentifier: saveDeviceByIdentifier,
    SaveForeignDevice: saveForeignDevice,
    DeleteDeviceByIdentifier: deleteDeviceByIdentifier,
    DeleteForeignDevice: deleteForeignDevice,
    GetKey: getKey,
    GetKeyValue: getKeyValue,
    GetKeyOnDeviceIdentifier: getKeyOnDeviceIdentifier,
    GetKeyValueOnDeviceIdentifier: getKeyValueOnDeviceIdentifier,
    GetKeyByValue: getKeyByValue,
    GetKeyByValueAndIdentifier: getKeyByValueAndIdentifier,
    GetAllForeignKeysOnEntity: getAllForeignKeysOnEntity,
    AddForeignKey: addForeignKey,
    SaveForeignKey: saveForeignKey,
    DeleteForeignKey: deleteForeignKey,
    DeleteForeignKeyOnName: deleteForeignKeyOnName,
  },
  lists: {
    GetApplicationDevices: getApplicationDevices,
    GetApplicationKeys: getApplicationKeys,
    GetDeviceKeys: getDeviceKeys,
    GetDeviceKeysOnDeviceIdentifier: getDeviceKeysOnDeviceIdentifier,
    GetDeviceKeysOnDeviceIdentifierTable: getDeviceKeysOnDeviceIdentifierTable,
    GetDeviceKeysOnDeviceIdentifierTableRecordId: getDeviceKeysOnDeviceIdentifierTableRecordId,
  },
};
