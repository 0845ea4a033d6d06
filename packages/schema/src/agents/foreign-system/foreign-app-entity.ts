import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Associate } from "../../types/associate.ts";
import { Carrier } from "../../types/carrier.ts";
import { ForeignDevice } from "./foreign-device.ts";

/** An external system that keeps keys in the CRM, divided into devices. */
export const ForeignAppEntity = extend(
  Carrier,
  "ForeignAppEntity",
  {
    ForeignAppId: int({
      description: "Primary key; 0 until the app is saved, and when no app has the name asked for.",
    }),
    Name: nillable(string({ maxLength: 254 }), {
      description: "Name of the app, by which all other calls address it.",
    }),
    CreatedDate: dateTime({ description: "When the app was created, UTC. Set by the server." }),
    UpdatedDate: dateTime({ description: "When the app was last changed, UTC. Set by the server." }),
    CreatedBy: nillable(Associate, { description: "Who created the app. Set by the server." }),
    UpdatedBy: nillable(Associate, { description: "Who last changed the app. Set by the server." }),
    Devices: nillable(arrayOf(nillable(ForeignDevice)), {
      description: "The app's devices; nil or empty when it has none. Ignored on save.",
    }),
  },
  { description: "An external system that keeps keys in the CRM, divided into devices." },
);
export type ForeignAppEntity = Static<typeof ForeignAppEntity>;
