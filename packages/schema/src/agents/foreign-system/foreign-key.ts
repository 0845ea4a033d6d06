import { nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** A named value that an external system attaches to one of its devices and, if wanted, to a CRM record. */
export const ForeignKey = extend(
  Carrier,
  "ForeignKey",
  {
    Key: nillable(string({ maxLength: 239 }), { description: "Name of the key." }),
    Value: nillable(string(), { description: "Value of the key; longer than 239 characters is allowed." }),
    RecordId: int({ description: "Primary key of the record in `TableName`; 0 when the key is bound to no record." }),
    CreatedDate: dateTime({ description: "When the key was created, UTC. Set by the server." }),
    UpdatedDate: dateTime({ description: "When the key was last changed, UTC. Set by the server." }),
    UpdatedBy: nillable(string(), { description: "Name of who last changed the key. Set by the server." }),
    CreatedBy: nillable(string(), { description: "Name of who created the key. Set by the server." }),
    TableName: nillable(string(), {
      description: "Database name of the table that `RecordId` is in, such as `contact`; blank when bound to no table.",
    }),
  },
  { description: "A named value on a foreign device, optionally bound to a CRM record." },
);
export type ForeignKey = Static<typeof ForeignKey>;
