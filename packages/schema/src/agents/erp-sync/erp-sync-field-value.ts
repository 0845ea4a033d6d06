import { nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** One value that a link carries between CRM and ERP. */
export const ErpSyncFieldValue = extend(
  Carrier,
  "ErpSyncFieldValue",
  {
    DisplayName: nillable(string(), { description: "Label of the field." }),
    CrmFieldKey: nillable(string(), { description: "The CRM field." }),
    Value: nillable(string(), {
      description: "The value, encoded as every value of an ERP field: `[I:7]` for a number.",
    }),
    DisplayValue: nillable(string(), { description: "The value as a reader sees it." }),
    SyncToCrm: boolean({ description: "True when the value is to be written to the CRM." }),
    SyncToErp: boolean({ description: "True when the value is to be written to the ERP." }),
  },
  { description: "One value that a link carries between CRM and ERP." },
);
export type ErpSyncFieldValue = Static<typeof ErpSyncFieldValue>;
