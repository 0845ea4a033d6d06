import { nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** The web service that speaks for one kind of ERP. */
export const ErpSyncConnectorEntity = extend(
  Carrier,
  "ErpSyncConnectorEntity",
  {
    ErpConnectorId: int({ description: "Primary key; 0 until the connector is saved." }),
    DisplayName: nillable(string({ maxLength: 254 }), { description: "Name shown to administrators." }),
    URL: nillable(string({ maxLength: 1023 }), { description: "Where the connector answers. Need not be unique." }),
    Deleted: boolean({ description: "True when retired; connectors are never removed." }),
  },
  { description: "The web service that speaks for one kind of ERP." },
);
export type ErpSyncConnectorEntity = Static<typeof ErpSyncConnectorEntity>;
