import { annotate, nillable } from "../kit/annotate.ts";
import { entity } from "../kit/entity.ts";
import { flags } from "../kit/enumeration.ts";
import { string } from "../kit/scalars.ts";
import type { Static } from "../kit/schema.ts";

const notFrom82To87 = [{ until: "Services81" }, { since: "Services88" }] as const;
const from88 = [{ since: "Services88" }] as const;

/** Rights on a table's row. `Select Update Insert Delete` is everything (15). */
export const ETableRight = flags(
  "ETableRight",
  {
    Select: 1,
    Update: 2,
    Insert: 4,
    Delete: 8,
    Filtering: 16,
    RestrictedUpdate: 32,
    Unused1: { value: 64, available: notFrom82To87 },
    Uninitialized: { value: 128, available: notFrom82To87 },
    R: { value: 1, available: from88 },
    F: { value: 16, available: from88 },
  },
  "Rights on a row, any number of them. `R` and `F` are short for `Select` and `Filtering`.",
);
export type ETableRight = Static<typeof ETableRight>;

/** The rights of a user on a row, and the reason for missing ones. */
export const TableRight = entity(
  "TableRight",
  {
    Mask: annotate(ETableRight, { description: "The rights that the user has." }),
    Reason: nillable(string(), { description: "Why rights are missing; blank when none is." }),
  },
  { description: "What the signed-in user may do with a row." },
);
export type TableRight = Static<typeof TableRight>;
