import { FieldMetadata } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import { carrierOf } from "../../call/carrier-members.ts";
import { fieldAccesses, fieldTypes } from "../../erp-connector/actor-types.ts";
import type { Resources } from "../../resources.ts";
import type { Row } from "../../store/tables.ts";
import { assertMayUse } from "../rows/access.ts";
import { connectionRowById } from "../rows/connection-rows.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";

/** Lists the fields to fill in for a new actor: mandatory ones and those that the user is prompted for. */
export const getFieldsForNewErpActor: Implementation<"ErpSync", "GetFieldsForNewErpActor"> = async (
  input,
  session,
  resources,
) => {
  const { db } = resources.store;
  const actorType = input.ErpActorType;
  const connection = await connectionRowById(db, input.ErpConnectionId);
  if (connection === undefined) return [];
  await assertMayUse(db, connection, session);
  const type = await actorTypeRow(db, connection.id, actorType);
  const fields = type === undefined ? [] : await fieldRows(db, type.id);
  const asked = fields.filter(
    (field) => field.missing_in_erp === 0 && (field.mandatory !== 0 || field.prompt_user !== 0),
  );
  return asked.map((field) => fieldMetadataOf(field, resources));
};

/** Does nothing: this server keeps no column layouts of the user interface. */
export const validateArchiveColumnConfig: Implementation<"ErpSync", "ValidateArchiveColumnConfig"> = () => undefined;

/** Builds an answer's description of a field. */
export function fieldMetadataOf(row: Row<"erpfield">, { settings }: Resources): FieldMetadata {
  const access = fieldAccesses.nameOf(row.access);
  return {
    ...carrierOf(FieldMetadata, settings.answers),
    FieldKey: row.erp_field_key,
    Rank: row.rank,
    DisplayName: row.display_name,
    DisplayDescription: row.display_description,
    FieldType: fieldTypes.nameOf(row.field_type),
    ListName: row.list_name,
    DefaultValue: row.default_value,
    MaxLength: row.max_length,
    Access: access === "Normal" && row.mandatory !== 0 ? "Mandatory" : access,
    ShowInSearch: row.show_in_search !== 0,
  };
}
