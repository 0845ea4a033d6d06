import { annotate, nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, dateTime, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { ErpActorType } from "./actor-type.ts";

/** The configuration of one type of ERP actor, as text. */
export const ErpSyncActorSummary = extend(
  Carrier,
  "ErpSyncActorSummary",
  {
    ActorType: annotate(ErpActorType, { description: "The type in the ERP." }),
    HasMappings: boolean({ description: "True when any of its fields is mapped." }),
    Defaults: nillable(string(), { description: "The default values, for a reader." }),
    Mappings: nillable(string(), { description: "The field mappings, for a reader." }),
  },
  { description: "What is configured for one type of ERP actor, as text." },
);
export type ErpSyncActorSummary = Static<typeof ErpSyncActorSummary>;

/** The configuration of a connection, as text. */
export const ErpSyncConnectionSummary = extend(
  Carrier,
  "ErpSyncConnectionSummary",
  {
    DisplayName: nillable(string({ maxLength: 254 }), { description: "Name of the connection." }),
    DisplayDescription: nillable(string({ maxLength: 254 }), { description: "Tooltip of the connection." }),
    Active: boolean({ description: "True when the connection takes part in sync." }),
    Deleted: boolean({ description: "True when the connection is retired." }),
    LastSync: dateTime({ description: "When the connection was last synced; `0001-01-01T00:00:00` for never." }),
    Actors: nillable(arrayOf(nillable(ErpSyncActorSummary)), {
      description: "One summary for each actor type that is configured.",
    }),
  },
  { description: "What is configured for a connection, as text." },
);
export type ErpSyncConnectionSummary = Static<typeof ErpSyncConnectionSummary>;
