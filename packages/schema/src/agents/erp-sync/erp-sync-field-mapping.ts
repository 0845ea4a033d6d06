import { annotate, nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { FieldAccess, FieldMetadataType } from "./field-metadata.ts";

/** An ERP field, the corresponding CRM field, and the direction in which values are copied. */
export const ErpSyncFieldMapping = extend(
  Carrier,
  "ErpSyncFieldMapping",
  {
    ErpFieldId: int({ description: "Primary key of the ERP field." }),
    CrmFieldKey: nillable(string({ maxLength: 254 }), {
      description: "The CRM field; empty for a field left unsynced.",
    }),
    CrmDisplayName: nillable(string(), { description: "Label in the CRM. Ignored on save." }),
    CrmDisplayTooltip: nillable(string(), { description: "Tooltip in the CRM. Ignored on save." }),
    ErpFieldKey: nillable(string({ maxLength: 254 }), { description: "The connector's name of the field." }),
    FieldType: annotate(FieldMetadataType, { description: "What values the field holds." }),
    ErpDisplayName: nillable(string(), { description: "Label in the ERP. Ignored on save." }),
    ErpDisplayTooltip: nillable(string(), { description: "Tooltip in the ERP. Ignored on save." }),
    SyncToCrm: boolean({ description: "True when values go from the ERP to the CRM." }),
    SyncToErp: boolean({ description: "True when values go from the CRM to the ERP." }),
    ShowInGui: boolean({
      description: "True when the ERP's value is shown in the CRM, read-only; excludes a mapping.",
    }),
    ShowInSearch: boolean({ description: "True when the field is offered as a search criterion." }),
    AlreadyMapped: boolean({
      description: "True when another connection maps the CRM field, which rules out a one-way sync to the CRM.",
    }),
    MissingInERP: boolean({ description: "True when the connector has the field no more." }),
    MissingInCRM: boolean({ description: "True when the CRM has the field no more." }),
    Access: annotate(FieldAccess, { description: "Whether the field may, must or cannot be filled in." }),
    ListReference: nillable(string(), {
      description: "The connector's list to choose from. Set by the server.",
      since: "Services86",
    }),
  },
  { description: "Which CRM field an ERP field corresponds to, and which way its values go." },
);
export type ErpSyncFieldMapping = Static<typeof ErpSyncFieldMapping>;
