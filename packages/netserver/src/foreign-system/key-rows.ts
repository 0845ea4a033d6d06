import { ForeignKey } from "@superoffice-soap/schema";
import { sql } from "kysely";
import { carrierOf } from "../call/carrier-members.ts";
import type { Resources } from "../resources.ts";
import { nameOfAssociate } from "../sign-in/associate.ts";
import type { Queries } from "../store/store.ts";
import { dateOf } from "../store/timestamp.ts";

/** Keys as they are read: with the names of who made and changed them. */
export function selectKeys(queries: Queries) {
  return selectAllButValue(queries).select("value");
}

/** A row of `selectKeys`. */
export type KeyRow = Awaited<ReturnType<ReturnType<typeof selectKeys>["executeTakeFirstOrThrow"]>>;

/** As `selectKeys`, but with null for values of more bytes than so many: a page of those would fill the memory. */
export function selectKeysUpTo(queries: Queries, valueBytes: number) {
  const value = sql<string | null>`case when octet_length(value) <= ${sql.lit(valueBytes)} then value end`;
  return selectAllButValue(queries).select(value.as("value"));
}

function selectAllButValue(queries: Queries) {
  return queries
    .selectFrom("foreignkey")
    .select(["id", "table_no", "record_id", "name", "created_at", "updated_at"])
    .select(nameOfAssociate("foreignkey.created_by").as("creator"))
    .select(nameOfAssociate("foreignkey.updated_by").as("updater"));
}

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
