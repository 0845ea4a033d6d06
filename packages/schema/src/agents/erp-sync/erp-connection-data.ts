import { annotate, nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { CrmActorType, ErpActorType } from "./actor-type.ts";
import { FieldMetadata } from "./field-metadata.ts";

/** The relation of one CRM record to one connection. */
export const ErpConnectionData = extend(
  Carrier,
  "ErpConnectionData",
  {
    ErpConnectionId: int({ description: "The connection." }),
    ConnectionName: nillable(string(), { description: "Name of the connection." }),
    Connected: boolean({ description: "True when the record is linked to an actor there." }),
    ErpFields: nillable(arrayOf(nillable(FieldMetadata)), { description: "The ERP fields to show with the record." }),
    CrmActorType: annotate(CrmActorType, { description: "What the record is in the CRM." }),
    ErpActorType: annotate(ErpActorType, { description: "What it is in the ERP; `Unknown` when not linked." }),
    ErpActorTypes: nillable(arrayOf(ErpActorType), {
      description: "Everything that a record of this CRM type can be in the ERP.",
    }),
  },
  { description: "How one CRM record stands to one connection." },
);
export type ErpConnectionData = Static<typeof ErpConnectionData>;
