import { ForeignKey } from "@superoffice-soap/schema";
import { nameOfAssociate } from "../associate.ts";
import { carrierOf } from "../carrier.ts";
import { dateOf } from "../moment.ts";
import type { Resources } from "../resources.ts";
import type { Queries } from "../store/store.ts";

/** Keys as they are read: with the names of who made and changed them. */
export function selectKeys(queries: Queries) {
  return queries
    .selectFrom("foreignkey")
    .select(["id", "table_no", "record_id", "name", "value", "created_at", "updated_at"])
    .select(nameOfAssociate("foreignkey.created_by").as("creator"))
    .select(nameOfAssociate("foreignkey.updated_by").as("updater"));
}

/** A row of `selectKeys`. */
export type KeyRow = Awaited<ReturnType<ReturnType<typeof selectKeys>["executeTakeFirstOrThrow"]>>;

/** A key as answers carry it. */
export function keyOf(row: KeyRow, { settings, tables }: Resources): ForeignKey {
  const { TableRight, FieldProperties } = carrierOf(ForeignKey, settings.answers);
  // Without a spread, which is felt in long lists.
  return {
    TableRight,
    FieldProperties,
    Key: row.name,
    Value: row.value,
    RecordId: row.record_id,
    CreatedDate: dateOf(row.created_at, settings.answers),
    UpdatedDate: dateOf(row.updated_at, settings.answers),
    UpdatedBy: row.updater ?? "",
    CreatedBy: row.creator ?? "",
    TableName: tables.nameOf(row.table_no),
  };
}
