import { annotate, nillable } from "../kit/annotate.ts";
import { extend } from "../kit/entity.ts";
import { enumeration } from "../kit/enumeration.ts";
import { boolean, int, short, string } from "../kit/scalars.ts";
import type { Static } from "../kit/schema.ts";
import { Carrier } from "./carrier.ts";

/** The kind of user that an associate is. */
export const UserType = enumeration(
  "UserType",
  {
    Unknown: 0,
    InternalAssociate: 1,
    ResourceAssociate: 2,
    ExternalAssociate: 3,
    AnonymousAssociate: 4,
    SystemAssociate: 5,
  },
  "What kind of user an associate is.",
);
export type UserType = Static<typeof UserType>;

/** A user of the CRM: an employee, a resource, or an external or technical user. */
export const Associate = extend(
  Carrier,
  "Associate",
  {
    AssociateId: int({ description: "Primary key." }),
    Name: nillable(string({ maxLength: 239 }), { description: "Initials, which are also the login name." }),
    PersonId: int({ description: "The person that the associate is; 0 for none." }),
    Rank: short({ description: "Place in sorted lists, low first." }),
    Tooltip: nillable(string({ maxLength: 254 }), { description: "Description." }),
    Type: annotate(UserType, { description: "What kind of user it is." }),
    GroupIdx: int({ description: "Primary user group." }),
    FullName: nillable(string(), { description: "Full name, formatted for the reader's culture." }),
    FormalName: nillable(string(), { description: "Full name with titles." }),
    Deleted: boolean({ description: "True when retired." }),
    EjUserId: int({ description: "Service user; 0 for none." }),
    UserName: nillable(string({ maxLength: 254 }), { description: "User name.", since: "Services86" }),
  },
  { description: "A user of the CRM." },
);
export type Associate = Static<typeof Associate>;
