import { nillable } from "../kit/annotate.ts";
import { arrayOf } from "../kit/collections.ts";
import { entityOf, self } from "../kit/entity.ts";
import { boolean, int, string } from "../kit/scalars.ts";
import { Carrier } from "./carrier.ts";

/** An item of one of the CRM's lists, with the items below it. */
export interface MDOListItem extends Carrier {
  Id?: number;
  Name?: string | null;
  ToolTip?: string | null;
  Deleted?: boolean;
  Rank?: number;
  Type?: string | null;
  ChildItems?: (MDOListItem | null)[] | null;
  IconHint?: string | null;
  ColorBlock?: number;
  ExtraInfo?: string | null;
  StyleHint?: string | null;
  FullName?: string | null;
}

/** An item of one of the CRM's lists. It contains itself, hence the interface beside it. */
export const MDOListItem = entityOf<MDOListItem>(
  "MDOListItem",
  {
    ...Carrier.xml.members,
    Id: int({ description: "Key of the item within its list." }),
    Name: nillable(string(), { description: "Text of the item." }),
    ToolTip: nillable(string(), { description: "Tooltip." }),
    Deleted: boolean({ description: "True when the item is retired." }),
    Rank: int({ description: "Place in the list, low first." }),
    Type: nillable(string(), { description: "What kind of item it is, in lists that have several kinds." }),
    ChildItems: nillable(arrayOf(nillable(self<MDOListItem>("MDOListItem"))), { description: "The items below it." }),
    IconHint: nillable(string(), { description: "Name of an icon." }),
    ColorBlock: int({ description: "Colour of a block beside the text; 0 for none." }),
    ExtraInfo: nillable(string(), { description: "What else the list says of the item, in a form of its own." }),
    StyleHint: nillable(string(), { description: "How to show the item, such as a heading." }),
    FullName: nillable(string(), { description: "The item's name after the names of the items above it." }),
  },
  { description: "An item of one of the CRM's lists, with the items below it." },
  Carrier,
);
