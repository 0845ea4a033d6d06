import { nillable } from "../kit/annotate.ts";
import { dictionary } from "../kit/collections.ts";
import { entity } from "../kit/entity.ts";
import type { Static } from "../kit/schema.ts";
import { FieldProperty } from "./field-property.ts";
import { TableRight } from "./table-right.ts";

/** Field properties by the name of the field. */
export const FieldPropertyDictionary = dictionary(
  "FieldPropertyDictionary",
  "FieldPropertyDictionaryKeyValuePair",
  nillable(FieldProperty),
);
export type FieldPropertyDictionary = Static<typeof FieldPropertyDictionary>;

/** The base type of nearly every entity. Both members tell a client what it may do; the server ignores them in input. */
export const Carrier = entity(
  "Carrier",
  {
    TableRight: nillable(TableRight, { description: "What the signed-in user may do with the row." }),
    FieldProperties: nillable(FieldPropertyDictionary, {
      description: "Rights, type and length of single fields, by field name.",
    }),
  },
  { description: "Rights on an entity and on its fields." },
);
export type Carrier = Static<typeof Carrier>;
