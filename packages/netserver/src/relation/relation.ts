import type { AgentImplementation } from "../agent-implementation.ts";
import {
  createDefaultContactRelationEntity,
  deleteContactRelation,
  getContactRelationEntity,
} from "./contact-relations.ts";
import { saveContactRelation } from "./save-contact-relation.ts";

/** Relations between companies and persons, each with an active and a passive party. */
export const relation: AgentImplementation<"Relation"> = {
  operations: {
    CreateDefaultContactRelationEntity: createDefaultContactRelationEntity,
    GetContactRelationEntity: getContactRelationEntity,
    SaveContactRelation: saveContactRelation,
    DeleteContactRelation: deleteContactRelation,
  },
};
