import { annotate, nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { FieldAccess, FieldMetadataType } from "./field-metadata.ts";

/** The value that an ERP field gets in a new actor when the CRM has none for it. */
export const ErpSyncDefaultValue = extend(
  Carrier,
  "ErpSyncDefaultValue",
  {
    ErpFieldId: int({ description: "Primary key of the ERP field." }),
    DefaultValue: nillable(string(), {
      description: "The default, encoded as every value of an ERP field: `[I:7]` for a number, plain for text.",
    }),
    HasFirstSyncDefaultValue: boolean({ description: "True when the first sync has a default of its own." }),
    FirstSyncDefaultValue: nillable(string(), { description: "That default, encoded likewise; may be blank." }),
    PromptUser: boolean({ description: "True when the user is asked for a value." }),
    Mandatory: boolean({ description: "True when the field must have a value: a default or the user's." }),
    ErpFieldKey: nillable(string({ maxLength: 254 }), { description: "The connector's name of the field." }),
    FieldType: annotate(FieldMetadataType, { description: "What values the field holds. Ignored on save." }),
    ListName: nillable(string(), { description: "The connector's list to choose from. Ignored on save." }),
    Access: annotate(FieldAccess, {
      description: "Whether the field may, must or cannot be filled in. Ignored on save.",
    }),
  },
  { description: "What an ERP field gets when a new actor is made and the CRM has nothing for it." },
);
export type ErpSyncDefaultValue = Static<typeof ErpSyncDefaultValue>;
