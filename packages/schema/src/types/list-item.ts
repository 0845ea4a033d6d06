import { nillable } from "../kit/annotate.ts";
import { entity } from "../kit/entity.ts";
import { int, string } from "../kit/scalars.ts";
import type { Static } from "../kit/schema.ts";

/** A minimal list item: key, name, tooltip. */
export const ListItem = entity(
  "ListItem",
  {
    Id: int({ description: "Key of the item within its list." }),
    Name: nillable(string(), { description: "Text of the item." }),
    ToolTip: nillable(string(), { description: "Tooltip." }),
  },
  { description: "The least that a list shows of something: key, name, tooltip." },
);
export type ListItem = Static<typeof ListItem>;
