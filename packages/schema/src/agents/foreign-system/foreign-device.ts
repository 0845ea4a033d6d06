import { nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** A part of a foreign app that has keys of its own: an installation, a database, a phone. */
export const ForeignDevice = extend(
  Carrier,
  "ForeignDevice",
  {
    ForeignDeviceId: int({ description: "Primary key; 0 until the device is saved." }),
    Name: nillable(string({ maxLength: 31 }), { description: "Name of the device. Several may share it." }),
    CreatedDate: dateTime({ description: "When the device was created, UTC. Set by the server." }),
    UpdatedDate: dateTime({ description: "When the device was last changed, UTC. Set by the server." }),
    AssociateFullName: nillable(string(), {
      description: "Full name of the owner; blank for none. Set by the server.",
    }),
    CreatedBy: nillable(string(), { description: "Name of who created the device. Set by the server." }),
    UpdatedBy: nillable(string(), { description: "Name of who last changed the device. Set by the server." }),
    DeviceIdentifier: nillable(string({ maxLength: 239 }), {
      description: "Tells devices of the same name apart, such as a serial number; blank when not needed.",
    }),
    ForeignAppId: int({ description: "The app that the device belongs to." }),
  },
  { description: "A part of a foreign app, with keys of its own." },
);
export type ForeignDevice = Static<typeof ForeignDevice>;
