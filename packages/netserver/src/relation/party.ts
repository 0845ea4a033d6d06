import type { Queries } from "../store/store.ts";
import { contactTable, personTable } from "../store/table-numbers.ts";

/** One end of a relation, as it is stored: a person, or else a company. */
export interface PartyColumns {
  readonly table: number;
  readonly record: number;
  /** The company as it was given. */
  readonly contact: number;
}

/** The columns for a company and a person in it; 0 is no person. */
export function partyColumns(contact: number, person: number): PartyColumns {
  return person > 0
    ? { table: personTable, record: person, contact }
    : { table: contactTable, record: contact, contact };
}

/** One end of a relation, as answers carry it. Names are as they are now; blank for whom the store lacks. */
export interface Party {
  readonly contactId: number;
  readonly contactName: string;
  readonly personId: number;
  readonly personName: string;
}

/** Looks up who an end of a relation is. A person's company is the one that the person is in now. */
export async function partyOf(queries: Queries, { table, record, contact }: PartyColumns): Promise<Party> {
  const personId = table === personTable ? record : 0;
  const person = personId === 0 ? undefined : await personById(queries, personId);
  const contactId = person?.contact_id ?? contact;
  const company = await contactById(queries, contactId);
  const personName = person === undefined ? "" : `${person.first_name} ${person.last_name}`.trim();
  return { contactId, contactName: company?.name ?? "", personId, personName };
}

/** The company with an id; `undefined` when the store lacks it. */
export function contactById(queries: Queries, id: number) {
  return queries.selectFrom("contact").select(["id", "name"]).where("id", "=", id).executeTakeFirst();
}

/** The person with an id; `undefined` when the store lacks them. */
export function personById(queries: Queries, id: number) {
  return queries
    .selectFrom("person")
    .select(["id", "contact_id", "first_name", "last_name"])
    .where("id", "=", id)
    .executeTakeFirst();
}
