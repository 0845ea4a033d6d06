import { ContactRelationEntity, defaultOf } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { carrierOf } from "../call/carrier-members.ts";
import { foundOrNull } from "../call/found-or-null.ts";
import type { Resources } from "../resources.ts";
import { associateById } from "../sign-in/associate.ts";
import type { Queries } from "../store/store.ts";
import type { Row } from "../store/tables.ts";
import { dateOf } from "../store/timestamp.ts";
import { partyOf } from "./party.ts";

/** Answers a relation that is not stored. */
export const createDefaultContactRelationEntity: Implementation<"Relation", "CreateDefaultContactRelationEntity"> = (
  _input,
  _session,
  { settings },
) => {
  const date = dateOf(null, settings.answers);
  const texts = { Comment: "", ActiveText: "", PassiveText: "", SourceContactName: "", SourcePersonName: "" };
  return {
    // The default of an entity is an object with all of its members.
    ...(defaultOf(ContactRelationEntity) as ContactRelationEntity),
    ...carrierOf(ContactRelationEntity, settings.answers),
    ...texts,
    DestinationContactName: "",
    DestinationPersonName: "",
    CreatedDate: date,
    UpdatedDate: date,
  };
};

/** Finds a relation by its id. */
export const getContactRelationEntity: Implementation<"Relation", "GetContactRelationEntity"> = async (
  input,
  _session,
  resources,
) => {
  const id = input.ContactRelationEntityId;
  const { db } = resources.store;
  const row = await db.selectFrom("relations").selectAll().where("id", "=", id).executeTakeFirst();
  return foundOrNull(row && (await contactRelationOf(db, row, resources)), "relation", resources.settings.answers);
};

/** Deletes a relation, which leaves nothing behind. */
export const deleteContactRelation: Implementation<"Relation", "DeleteContactRelation"> = async (
  input,
  _session,
  { store },
) => {
  const id = input.ContactRelationEntityId;
  await store.write((transaction) => transaction.deleteFrom("relations").where("id", "=", id).execute());
};

/** A relation as answers carry it, with names and texts as they are now. */
export async function contactRelationOf(
  queries: Queries,
  row: Row<"relations">,
  { settings: { answers } }: Resources,
): Promise<ContactRelationEntity> {
  const { source_table, source_record, source_contact, destination_table, destination_record, destination_contact } =
    row;
  const source = await partyOf(queries, { table: source_table, record: source_record, contact: source_contact });
  const destination = await partyOf(queries, {
    table: destination_table,
    record: destination_record,
    contact: destination_contact,
  });
  const definitions = queries.selectFrom("relationdefinition").select(["name", "passive_text"]);
  const definition = await definitions.where("id", "=", row.definition_id).executeTakeFirst();
  return {
    ...carrierOf(ContactRelationEntity, answers),
    SourceContactId: source.contactId,
    SourcePersonId: source.personId,
    DestinationContactId: destination.contactId,
    DestinationPersonId: destination.personId,
    RelationId: row.id,
    Comment: row.comment,
    RelationDefinitionId: row.definition_id,
    Reversed: row.reversed,
    UpdatedDate: dateOf(row.updated_at, answers),
    CreatedDate: dateOf(row.created_at, answers),
    CreatedBy: await associateById(queries, row.created_by, answers),
    UpdatedBy: await associateById(queries, row.updated_by, answers),
    SourceContactName: source.contactName,
    SourcePersonName: source.personName,
    DestinationContactName: destination.contactName,
    DestinationPersonName: destination.personName,
    ActiveText: definition?.name ?? "",
    PassiveText: definition?.passive_text ?? "",
  };
}
