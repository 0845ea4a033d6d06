import { annotate, nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { entity } from "../../kit/entity.ts";
import { enumeration } from "../../kit/enumeration.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { UserType } from "../../types/associate.ts";
import { GrantedModuleLicense } from "./granted-module-license.ts";

/** The kind of a user's role. */
export const RoleType = enumeration(
  "RoleType",
  { Employee: 0, ExternalUser: 1, Anonymous: 2, System: 3 },
  "What kind of role a user has.",
  { actualType: "short" },
);
export type RoleType = Static<typeof RoleType>;

/** The status of a user of the service module. */
export const EjUserStatus = enumeration(
  "EjUserStatus",
  {
    StatusNone: 0,
    StatusNormal: 1,
    StatusNotAvailable: 2,
    StatusDeleted: 3,
    StatusReadOnly: 4,
    StatusSpm: 5,
    StatusSystem: 127,
  },
  "Whether a user of the service module can work; `StatusNone` for who is none.",
);
export type EjUserStatus = Static<typeof EjUserStatus>;

/** Something by which a user can prove who they are. */
export const ProvidedCredential = entity(
  "ProvidedCredential",
  {
    Type: nillable(string(), { description: "What kind of proof it is." }),
    SearchName: nillable(string(), { description: "What it is found by." }),
    DisplayName: nillable(string(), { description: "What a reader sees of it." }),
    CredentialId: int({ description: "Primary key." }),
  },
  { description: "Something by which a user can prove who they are." },
);
export type ProvidedCredential = Static<typeof ProvidedCredential>;

/** The signed-in user, with what the user may do. */
export const SoPrincipalCarrier = entity(
  "SoPrincipalCarrier",
  {
    UserType: annotate(UserType, { description: "What kind of user it is." }),
    Associate: nillable(string(), { description: "Login name." }),
    AssociateId: int({ description: "The associate." }),
    IsPerson: boolean({ description: "False for a resource." }),
    PersonId: int({ description: "The person that the associate is." }),
    CountryId: int({ description: "Country of the user's company." }),
    HomeCountryId: int({ description: "Country that new companies and persons get." }),
    ContactId: int({ description: "The user's company." }),
    GroupId: int({ description: "Primary user group." }),
    BusinessId: int({ description: "Business of the user's company." }),
    CategoryId: int({ description: "Category of the user's company." }),
    ContactOwner: int({ description: "The associate who is in charge of the user's company." }),
    RoleId: int({ description: "The user's role." }),
    RoleName: nillable(string(), { description: "Name of the role." }),
    RoleDescription: nillable(string(), { description: "Tooltip of the role." }),
    RoleType: annotate(RoleType, { description: "What kind of role it is." }),
    Licenses: nillable(arrayOf(nillable(GrantedModuleLicense)), { description: "The modules that the user may use." }),
    FullName: nillable(string(), { description: "Full name." }),
    EMailAddress: nillable(string(), { description: "E-mail address." }),
    FunctionRights: nillable(arrayOf(nillable(string())), {
      description: "Names of the functions that the role may use, in alphabetical order.",
    }),
    EjUserId: int({ description: "The user of the service module; 0 for none." }),
    EjAccessLevel: int({ description: "Access level in the service module." }),
    EjUserStatus: annotate(EjUserStatus, { description: "Whether the user can work in the service module." }),
    ProvidedCredentials: nillable(arrayOf(nillable(ProvidedCredential)), {
      description: "By what the user can prove who they are.",
    }),
    SecondaryGroups: nillable(arrayOf(int()), { description: "User groups beside the primary one." }),
    DatabaseContextIdentifier: nillable(string(), {
      description: "The database signed in to: `Default` on site, the tenant's identifier Online.",
    }),
  },
  { description: "The signed-in user, with what the user may do." },
);
export type SoPrincipalCarrier = Static<typeof SoPrincipalCarrier>;
