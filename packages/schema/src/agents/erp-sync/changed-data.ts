import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";

/** One record that a call touched. */
export const ChangedDataItem = extend(
  Carrier,
  "ChangedDataItem",
  {
    Tablename: nillable(string(), { description: "Database name of the table, in lower case." }),
    RecordId: int({ description: "Primary key in the table; never 0." }),
  },
  { description: "One record that a call touched." },
);
export type ChangedDataItem = Static<typeof ChangedDataItem>;

/** The records that a call touched. */
export const ChangedData = extend(
  Carrier,
  "ChangedData",
  {
    AddedRecords: nillable(arrayOf(nillable(ChangedDataItem)), { description: "Records that are new." }),
    UpdatedRecords: nillable(arrayOf(nillable(ChangedDataItem)), { description: "Records that were changed." }),
    DeletedRecords: nillable(arrayOf(nillable(ChangedDataItem)), { description: "Records that are gone." }),
  },
  { description: "The records that a call touched." },
);
export type ChangedData = Static<typeof ChangedData>;
