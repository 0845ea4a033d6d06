import { nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, duration, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** The state of the background sync. */
export const ErpSyncEngineStatus = extend(
  Carrier,
  "ErpSyncEngineStatus",
  {
    IsRunning: boolean({ description: "True when sync runs on its own." }),
    StatusMessage: nillable(string(), { description: "What the engine is doing, for a reader." }),
    Interval: duration({ description: "Time between two runs." }),
  },
  { description: "What the background sync is doing." },
);
export type ErpSyncEngineStatus = Static<typeof ErpSyncEngineStatus>;
