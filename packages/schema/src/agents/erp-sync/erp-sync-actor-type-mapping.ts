import { annotate, nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, int } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { CrmActorType, ErpActorType } from "./actor-type.ts";
import { ErpSyncFieldMapping } from "./erp-sync-field-mapping.ts";

/** The correspondence of one type of ERP actor to the CRM, field by field. Connection and ERP type identify it. */
export const ErpSyncActorTypeMapping = extend(
  Carrier,
  "ErpSyncActorTypeMapping",
  {
    ErpConnectionId: int({ description: "The connection that the mapping belongs to." }),
    IsActive: boolean({ description: "True when actors of the type are synced." }),
    FieldMappings: nillable(arrayOf(nillable(ErpSyncFieldMapping)), { description: "The mapping of each field." }),
    ActorTypeErp: annotate(ErpActorType, { description: "The type in the ERP." }),
    ActorTypeCrm: annotate(CrmActorType, { description: "The type in the CRM; `Unknown` when not mapped." }),
  },
  { description: "How one type of ERP actor corresponds to the CRM, field by field." },
);
export type ErpSyncActorTypeMapping = Static<typeof ErpSyncActorTypeMapping>;
