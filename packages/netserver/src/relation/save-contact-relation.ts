import { ContactRelationEntity } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { required } from "../call/arguments.ts";
import { maxLengthOf } from "../call/carrier-members.ts";
import type { Session } from "../call/session.ts";
import { invalidField, soException } from "../call/so-exception.ts";
import { fitted } from "../call/text-limit.ts";
import type { Resources } from "../resources.ts";
import type { Queries } from "../store/store.ts";
import { contactTable } from "../store/table-numbers.ts";
import type { Row } from "../store/tables.ts";
import { contactRelationOf } from "./contact-relations.ts";
import { contactById, type PartyColumns, partyColumns, personById } from "./party.ts";

const commentLimit = { name: "Comment", maxLength: maxLengthOf(ContactRelationEntity, "Comment") };

/** Creates or updates a relation. Names, texts, dates and who made it are the server's to say. */
export const saveContactRelation: Implementation<"Relation", "SaveContactRelation"> = (input, session, resources) => {
  const entity = required(input.ContactRelationEntity, "ContactRelationEntity");
  const id = entity.RelationId ?? 0;
  const source = endOf(entity, "Source");
  const destination = endOf(entity, "Destination");
  const definitionId = entity.RelationDefinitionId ?? 0;
  const columns = {
    definition_id: definitionId,
    ...columnsOf(source, destination),
    comment: fitted(entity.Comment ?? "", commentLimit, resources.settings.answers.overlongText),
    reversed: entity.Reversed ?? 0,
  };
  return resources.store.write(async (transaction) => {
    await checkDefinition(transaction, definitionId, source.table, destination.table);
    await checkParty(transaction, source, "Source", resources);
    await checkParty(transaction, destination, "Destination", resources);
    const row = await storeRelation(transaction, id, columns, session);
    return contactRelationOf(transaction, row, resources);
  });
};

type End = "Source" | "Destination";

function endOf(entity: ContactRelationEntity, end: End): PartyColumns {
  const contact = entity[`${end}ContactId`] ?? 0;
  const person = entity[`${end}PersonId`] ?? 0;
  if (contact <= 0) throw invalidField(`${end}ContactId`, `${end}ContactId must name a company.`);
  if (person < 0) throw invalidField(`${end}PersonId`, `${end}PersonId must name a person or be 0.`);
  return partyColumns(contact, person);
}

function columnsOf(source: PartyColumns, destination: PartyColumns) {
  return {
    source_table: source.table,
    source_record: source.record,
    source_contact: source.contact,
    destination_table: destination.table,
    destination_record: destination.record,
    destination_contact: destination.contact,
  };
}

async function checkDefinition(queries: Queries, id: number, source: number, destination: number): Promise<void> {
  const definitions = queries
    .selectFrom("relationdefinition")
    .select("id")
    .where("id", "=", id)
    .where("deleted", "=", 0);
  if ((await definitions.executeTakeFirst()) === undefined) {
    throw invalidField("RelationDefinitionId", `There is no relation definition with id ${id}.`);
  }
  const targets = await queries.selectFrom("relationtarget").selectAll().where("definition_id", "=", id).execute();
  const allowed = targets.some(
    (target) =>
      (target.source_table === source && target.destination_table === destination) ||
      (target.bidirectional !== 0 && target.source_table === destination && target.destination_table === source),
  );
  if (!allowed) {
    throw invalidField("RelationDefinitionId", `Relation definition ${id} does not relate these kinds of parties.`);
  }
}

async function checkParty(queries: Queries, party: PartyColumns, end: End, resources: Resources): Promise<void> {
  const strict = rejectsUnknownParties(resources);
  if (strict && (await contactById(queries, party.contact)) === undefined) {
    throw invalidField(`${end}ContactId`, `There is no company with id ${party.contact}.`);
  }
  if (party.table === contactTable) return;
  const person = await personById(queries, party.record);
  if (person === undefined && strict) {
    throw invalidField(`${end}PersonId`, `There is no person with id ${party.record}.`);
  }
  if (person !== undefined && person.contact_id !== party.contact) {
    throw invalidField(`${end}PersonId`, `The person with id ${party.record} is not in company ${party.contact}.`);
  }
}

function rejectsUnknownParties({ settings, demo }: Resources): boolean {
  // Without the demo data there are no companies to check against: nothing here creates them.
  return (settings.relation.unknownParties ?? (demo ? "reject" : "accept")) === "reject";
}

type RelationColumns = ReturnType<typeof columnsOf> & { definition_id: number; comment: string; reversed: number };

/** As the webhooks of SuperOffice show, a relation that was never changed has neither a date nor an author of a change. */
async function storeRelation(
  queries: Queries,
  id: number,
  columns: RelationColumns,
  session: Session,
): Promise<Row<"relations">> {
  const { now, associateId } = session;
  if (id === 0) {
    const audit = { created_at: now, created_by: associateId, updated_at: null, updated_by: 0 };
    const row = { ...columns, ...audit, associate_id: associateId };
    return queries.insertInto("relations").values(row).returningAll().executeTakeFirstOrThrow();
  }
  const updated = queries.updateTable("relations").set({ ...columns, updated_at: now, updated_by: associateId });
  const row = await updated.where("id", "=", id).returningAll().executeTakeFirst();
  if (row === undefined) throw soException("SoNotFoundException", `There is no relation with id ${id}.`);
  return row;
}
