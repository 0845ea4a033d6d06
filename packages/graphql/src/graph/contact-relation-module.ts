import type { ContactRelationEntity } from "@superoffice-soap/schema";
import type { CrmRecord } from "./crm-record.ts";
import type { GraphModule, Resolve } from "./graph-module.ts";

/** Makes the module of a relation and its two ends. */
export function contactRelationModule(): GraphModule {
  return {
    typeDefs,
    resolvers: {
      Query: { contactRelation },
      ContactRelationEntity: { source, destination },
      RelationParty: { contact, person },
    },
    parameters: { Query: { contactRelation: { ContactRelationEntityId: "id" } } },
  };
}

const typeDefs = `
  "One end of a relation: a company, or a person in it."
  type RelationParty {
    "The company's id."
    contactId: Int!
    "The company's name."
    contactName: String
    "The person's id; 0 when the company itself is related."
    personId: Int!
    "The person's name."
    personName: String
    "The company as a CRM record."
    contact: CrmRecord!
    "The person as a CRM record; null when the company itself is related."
    person: CrmRecord
  }

  extend type Query {
    "A relation by its id; null when there is none."
    contactRelation("Id of the relation." id: Int!): ContactRelationEntity
  }

  extend type ContactRelationEntity {
    "The active party."
    source: RelationParty!
    "The passive party."
    destination: RelationParty!
  }`;

interface RelationParty {
  readonly contactId: number;
  readonly contactName: string | null;
  readonly personId: number;
  readonly personName: string | null;
}

const contactRelation: Resolve<unknown, { id: number }, ContactRelationEntity | null> = (_root, { id }, { session }) =>
  session.call("Relation", "GetContactRelationEntity", { ContactRelationEntityId: id });

const source: Resolve<ContactRelationEntity, unknown, RelationParty> = (relation) => ({
  contactId: relation.SourceContactId ?? 0,
  contactName: relation.SourceContactName ?? null,
  personId: relation.SourcePersonId ?? 0,
  personName: relation.SourcePersonName ?? null,
});

const destination: Resolve<ContactRelationEntity, unknown, RelationParty> = (relation) => ({
  contactId: relation.DestinationContactId ?? 0,
  contactName: relation.DestinationContactName ?? null,
  personId: relation.DestinationPersonId ?? 0,
  personName: relation.DestinationPersonName ?? null,
});

const contact: Resolve<RelationParty, unknown, CrmRecord> = ({ contactId }) => ({
  table: "contact",
  recordId: contactId,
});

const person: Resolve<RelationParty, unknown, CrmRecord | null> = ({ personId }) =>
  personId === 0 ? null : { table: "person", recordId: personId };
