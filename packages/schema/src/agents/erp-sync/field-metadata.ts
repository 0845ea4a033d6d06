import { annotate, nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { enumeration } from "../../kit/enumeration.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** The type of an ERP field's values, and of the control that shows them. */
export const FieldMetadataType = enumeration(
  "FieldMetadataType",
  { Checkbox: 0, Text: 1, Password: 2, Integer: 3, Double: 4, List: 5, Date: 6, Label: 99 },
  "What values an ERP field holds. A `Label` is text between fields and holds none.",
  { actualType: "short" },
);
export type FieldMetadataType = Static<typeof FieldMetadataType>;

/** The access to an ERP field: it must, may or cannot be filled in. */
export const FieldAccess = enumeration(
  "FieldAccess",
  { Normal: 0, Mandatory: 1, ReadOnly: 2 },
  "Whether an ERP field may, must or cannot be filled in.",
  { actualType: "short" },
);
export type FieldAccess = Static<typeof FieldAccess>;

/** An ERP field as a connector describes it. */
export const FieldMetadata = extend(
  Carrier,
  "FieldMetadata",
  {
    FieldKey: nillable(string({ maxLength: 254 }), { description: "The connector's name of the field." }),
    Rank: int({ description: "Place in the form, low first." }),
    DisplayName: nillable(string({ maxLength: 254 }), {
      description: 'Label; may hold several languages, as in `NO:"Navn";US:"Name"`.',
    }),
    DisplayDescription: nillable(string({ maxLength: 254 }), { description: "Tooltip; may hold several languages." }),
    FieldType: annotate(FieldMetadataType, { description: "What values the field holds." }),
    ListName: nillable(string(), { description: "The connector's list to choose from, when the type is `List`." }),
    DefaultValue: nillable(string(), { description: "What to start from, encoded as every value of an ERP field." }),
    MaxLength: int({ description: "The longest text, in characters; 0 for no limit." }),
    Access: annotate(FieldAccess, { description: "Whether the field may, must or cannot be filled in." }),
    ShowInSearch: boolean({ description: "True when the field is offered as a search criterion." }),
  },
  { description: "An ERP field as a connector describes it." },
);
export type FieldMetadata = Static<typeof FieldMetadata>;
