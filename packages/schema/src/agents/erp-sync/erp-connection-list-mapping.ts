import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { MDOListItem } from "../../types/mdo-list-item.ts";

/** An item of an ERP list and the corresponding item of a CRM list. */
export const ErpCrmListItemMapping = extend(
  Carrier,
  "ErpCrmListItemMapping",
  {
    ErpListItemId: nillable(string(), { description: "Key of the item in the ERP." }),
    ErpListItemName: nillable(string(), { description: "Text of the item in the ERP." }),
    CrmListItem: nillable(MDOListItem, { description: "The item in the CRM; nil when not mapped." }),
  },
  { description: "Which item of a CRM list an item of an ERP list corresponds to." },
);
export type ErpCrmListItemMapping = Static<typeof ErpCrmListItemMapping>;

/** The correspondence between the list behind an ERP field and the list behind its CRM field. */
export const ErpConnectionListMapping = extend(
  Carrier,
  "ErpConnectionListMapping",
  {
    CrmList: nillable(MDOListItem, { description: "The list in the CRM." }),
    ErpListName: nillable(string(), { description: "Name of the list in the ERP." }),
    ErpCrmListItemMappings: nillable(arrayOf(nillable(ErpCrmListItemMapping)), {
      description: "The mapping of each item. One ERP item corresponds to one CRM item at most.",
    }),
    ErpActorTypeName: nillable(string(), { description: "Name of the actor type that has the field." }),
    ErpFieldId: int({ description: "Primary key of the ERP field. Set by the server." }),
  },
  { description: "How the list behind one ERP field corresponds to a list of the CRM." },
);
export type ErpConnectionListMapping = Static<typeof ErpConnectionListMapping>;

/** All list mappings of a connection. */
export const ErpConnectionListMappingContainer = extend(
  Carrier,
  "ErpConnectionListMappingContainer",
  {
    ErpListItemMappings: nillable(arrayOf(nillable(ErpConnectionListMapping)), {
      description: "One mapping for each mapped field that has a list.",
    }),
    ErpConnectionId: int({ description: "The connection." }),
    ErpConnectionName: nillable(string(), { description: "Name of the connection." }),
  },
  { description: "All list mappings of a connection." },
);
export type ErpConnectionListMappingContainer = Static<typeof ErpConnectionListMappingContainer>;
