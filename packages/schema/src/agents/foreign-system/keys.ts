import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { string } from "../../kit/scalars.ts";
import { ForeignKey } from "./foreign-key.ts";
import {
  ApplicationName,
  DeviceIdentifier,
  DeviceName,
  KeyName,
  KeyValue,
  RecordId,
  RecordIdOrAny,
  TableName,
  TableNameOrAny,
} from "./parameters.ts";

const ForeignKeyToStore = nillable(ForeignKey, { description: "The key to store." });
const keyList = nillable(arrayOf(nillable(ForeignKey)));

/** Keys by name, by value, and all that a device has. */
export const keys = {
  GetKey: reads({
    description: "A key by its name on a device, whatever the device's identifier; nil when there is none.",
    input: { ApplicationName, DeviceName, KeyName, TableName, RecordId },
    answer: returns(nillable(ForeignKey)),
  }),
  GetKeyValue: reads({
    description:
      "The value of a key by its name on a device, whatever the device's identifier; nil when there is none.",
    input: { ApplicationName, DeviceName, KeyName, TableName, RecordId },
    answer: returns(nillable(string())),
  }),
  GetKeyOnDeviceIdentifier: reads({
    description: "A key by its name on the device that name and identifier address; nil when there is none.",
    input: { ApplicationName, DeviceName, DeviceIdentifier, KeyName, TableName, RecordId },
    answer: returns(nillable(ForeignKey)),
  }),
  GetKeyValueOnDeviceIdentifier: reads({
    description:
      "The value of a key by its name on the device that name and identifier address; nil when there is none.",
    input: { ApplicationName, DeviceName, DeviceIdentifier, KeyName, TableName, RecordId },
    answer: returns(nillable(string())),
  }),
  AddForeignKey: writes({
    description: "Adds a key to a device; app and device are created when missing. Answers what was stored.",
    retry: "unsafe",
    since: "Services83",
    input: { ForeignKey: ForeignKeyToStore, ApplicationName, DeviceName, DeviceIdentifier },
    answer: returns(nillable(ForeignKey)),
  }),
  SaveForeignKey: writes({
    description:
      "Creates or updates the key of this name on the device, table and record; app and device are created when " +
      "missing. Answers what was stored.",
    retry: "safe",
    input: { ForeignKey: ForeignKeyToStore, ApplicationName, DeviceName, DeviceIdentifier },
    answer: returns(nillable(ForeignKey)),
  }),
  DeleteForeignKeyOnName: writes({
    description: "Deletes the keys of this name on a device. When there are none, that is no error.",
    retry: "safe",
    since: "Services83",
    input: {
      ApplicationName,
      DeviceName,
      DeviceIdentifier,
      KeyName,
      TableName: TableNameOrAny,
      RecordId: RecordIdOrAny,
    },
    answer: returnsNothing(),
  }),
  GetKeyByValue: reads({
    description: "A key by its name and value on a device, whatever the device's identifier; nil when there is none.",
    input: { ApplicationName, DeviceName, KeyName, KeyValue, TableName },
    answer: returns(nillable(ForeignKey)),
  }),
  GetKeyByValueAndIdentifier: reads({
    description: "A key by its name and value on the device that name and identifier address; nil when there is none.",
    since: "Services83",
    input: { ApplicationName, DeviceName, DeviceIdentifier, KeyName, KeyValue, TableName },
    answer: returns(nillable(ForeignKey)),
  }),
  DeleteForeignKey: writes({
    description: "Deletes the keys of the same name as a given key on a device. When there are none, that is no error.",
    retry: "safe",
    input: {
      ForeignKey: nillable(ForeignKey, { description: "A key, of which only the name (`Key`) counts." }),
      ApplicationName,
      DeviceName,
      DeviceIdentifier,
      TableName: TableNameOrAny,
      RecordId: RecordIdOrAny,
    },
    answer: returnsNothing(),
  }),
  GetDeviceKeys: reads({
    description: "The keys on all devices of this name, whatever their identifiers.",
    input: { ApplicationName, DeviceName },
    answer: returns(keyList),
  }),
  GetDeviceKeysOnDeviceIdentifier: reads({
    description: "The keys on the device that name and identifier address.",
    input: { ApplicationName, DeviceName, DeviceIdentifier },
    answer: returns(keyList),
  }),
  GetDeviceKeysOnDeviceIdentifierTable: reads({
    description: "The keys on the device that name and identifier address which are bound to one table.",
    input: { ApplicationName, DeviceName, DeviceIdentifier, TableName },
    answer: returns(keyList),
  }),
  GetDeviceKeysOnDeviceIdentifierTableRecordId: reads({
    description: "The keys on the device that name and identifier address which are bound to one record.",
    input: { ApplicationName, DeviceName, DeviceIdentifier, TableName, RecordId },
    answer: returns(keyList),
  }),
};
