import { agent } from "../../kit/agent.ts";
import { nillable } from "../../kit/annotate.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { int } from "../../kit/scalars.ts";
import { ContactRelationEntity } from "./contact-relation-entity.ts";

/** Relations between companies and persons, each with an active and a passive party. */
export const Relation = agent(
  "Relation",
  { description: "Relations between companies and persons." },
  {
    CreateDefaultContactRelationEntity: reads({
      description: "A new relation with default values. Nothing is stored.",
      input: {},
      answer: returns(nillable(ContactRelationEntity)),
    }),
    GetContactRelationEntity: reads({
      description: "A relation by its id, with names and texts as they are now; nil when there is none.",
      input: { ContactRelationEntityId: int({ description: "Id of the relation." }) },
      answer: returns(nillable(ContactRelationEntity)),
    }),
    SaveContactRelation: writes({
      description: "Creates a relation when its `RelationId` is 0, else updates it. Answers what was stored.",
      retry: "unsafe",
      input: { ContactRelationEntity: nillable(ContactRelationEntity, { description: "The relation to store." }) },
      answer: returns(nillable(ContactRelationEntity)),
    }),
    DeleteContactRelation: writes({
      description: "Deletes a relation. An unknown id is no error.",
      retry: "safe",
      input: { ContactRelationEntityId: int({ description: "Id of the relation." }) },
      answer: returnsNothing(),
    }),
  },
);
