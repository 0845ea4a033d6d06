import { nillable } from "../../kit/annotate.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { int } from "../../kit/scalars.ts";
import { ForeignDevice } from "./foreign-device.ts";
import { ApplicationName, DeviceIdentifier, DeviceName } from "./parameters.ts";

/** Devices one by one. */
export const devices = {
  GetDeviceByName: reads({
    description: "A device by its name, whatever its identifier; nil when there is none.",
    input: { ApplicationName, DeviceName },
    answer: returns(nillable(ForeignDevice)),
  }),
  GetDeviceByIdentifier: reads({
    description: "A device by its name and identifier; nil when there is none.",
    input: { ApplicationName, DeviceName, DeviceIdentifier },
    answer: returns(nillable(ForeignDevice)),
  }),
  AddDeviceByIdentifier: writes({
    description: "Adds a device to an app, which is created when missing. Answers the device.",
    retry: "unsafe",
    since: "Services83",
    input: { ApplicationName, DeviceName, DeviceIdentifier },
    answer: returns(nillable(ForeignDevice)),
  }),
  SaveDeviceByIdentifier: writes({
    description: "Updates the device that name and identifier address, or creates it. Answers what was stored.",
    retry: "safe",
    since: "Services83",
    input: {
      ApplicationName,
      DeviceName,
      DeviceIdentifier,
      ForeignDevice: nillable(ForeignDevice, { description: "What to store; nil when the device need only exist." }),
    },
    answer: returns(nillable(ForeignDevice)),
  }),
  DeleteDeviceByIdentifier: writes({
    description: "Deletes the device that name and identifier address, with its keys. A missing device is no error.",
    retry: "safe",
    since: "Services83",
    input: { ApplicationName, DeviceName, DeviceIdentifier },
    answer: returnsNothing(),
  }),
  GetForeignDevice: reads({
    description: "A device by its id; nil when there is none.",
    input: { ForeignDeviceId: int({ description: "Id of the device." }) },
    answer: returns(nillable(ForeignDevice)),
  }),
  SaveForeignDevice: writes({
    description: "Creates a device when its `ForeignDeviceId` is 0, else updates it. Answers what was stored.",
    retry: "unsafe",
    input: { ForeignDevice: nillable(ForeignDevice, { description: "The device to store." }), ApplicationName },
    answer: returns(nillable(ForeignDevice)),
  }),
  DeleteForeignDevice: writes({
    description: "Deletes a device with its keys. A missing device is no error.",
    retry: "safe",
    input: {
      ForeignDevice: nillable(ForeignDevice, { description: "The device: its id, or its name and identifier." }),
      ApplicationName,
    },
    answer: returnsNothing(),
  }),
};
