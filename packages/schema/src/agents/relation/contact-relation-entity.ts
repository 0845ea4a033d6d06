import { nillable } from "../../kit/annotate.ts";
import { extend } from "../../kit/entity.ts";
import { dateTime, int, short, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Associate } from "../../types/associate.ts";
import { Carrier } from "../../types/carrier.ts";

/** A relation between two companies, or persons in them. */
export const ContactRelationEntity = extend(
  Carrier,
  "ContactRelationEntity",
  {
    SourceContactId: int({ description: "Company of the active party; mandatory." }),
    SourcePersonId: int({ description: "Person of the active party, who must belong to the company; 0 for none." }),
    DestinationContactId: int({ description: "Company of the passive party; mandatory." }),
    DestinationPersonId: int({
      description: "Person of the passive party, who must belong to the company; 0 for none.",
    }),
    RelationId: int({ description: "Primary key; 0 until the relation is saved." }),
    Comment: nillable(string({ maxLength: 254 }), { description: "Free text." }),
    RelationDefinitionId: int({ description: "The definition that gives the relation its meaning and its texts." }),
    Reversed: short({ description: "Other than 0 when the direction is opposite to the definition's." }),
    UpdatedDate: dateTime({ description: "When the relation was last changed, UTC. Set by the server." }),
    CreatedDate: dateTime({ description: "When the relation was created, UTC. Set by the server." }),
    CreatedBy: nillable(Associate, { description: "Who created the relation. Set by the server." }),
    UpdatedBy: nillable(Associate, { description: "Who last changed the relation. Set by the server." }),
    SourceContactName: nillable(string(), { description: "Name of the active party's company. Set by the server." }),
    SourcePersonName: nillable(string(), { description: "Name of the active party's person. Set by the server." }),
    DestinationContactName: nillable(string(), {
      description: "Name of the passive party's company. Set by the server.",
    }),
    DestinationPersonName: nillable(string(), {
      description: "Name of the passive party's person. Set by the server.",
    }),
    ActiveText: nillable(string(), { description: "The relation as the active party says it. Set by the server." }),
    PassiveText: nillable(string(), { description: "The relation as the passive party says it. Set by the server." }),
  },
  { description: "A relation between two companies, or persons in them." },
);
export type ContactRelationEntity = Static<typeof ContactRelationEntity>;
