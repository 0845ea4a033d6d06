import { defaultOf, SoPrincipalCarrier } from "@superoffice-soap/schema";
import type { Resources } from "../resources.ts";
import { userTypeOf } from "../sign-in/associate.ts";
import type { Row } from "../store/tables.ts";

/** Norway's number in SuperOffice's list of countries. */
const homeCountry = 578;

/** The user as sign-in answers it: an employee in the one role there is, who may do everything. */
export async function principalOf(user: Row<"associate">, { store, settings }: Resources): Promise<SoPrincipalCarrier> {
  const person = await store.db
    .selectFrom("person")
    .select("contact_id")
    .where("id", "=", user.person_id)
    .executeTakeFirst();
  return {
    // The default of an entity is an object with all of its members.
    ...(defaultOf(SoPrincipalCarrier) as SoPrincipalCarrier),
    UserType: userTypeOf(user.type),
    Associate: user.name,
    AssociateId: user.id,
    IsPerson: user.person_id !== 0,
    PersonId: user.person_id,
    CountryId: homeCountry,
    HomeCountryId: homeCountry,
    ContactId: person?.contact_id ?? 0,
    GroupId: user.group_id,
    RoleId: 1,
    RoleName: "User level 0",
    RoleDescription: "",
    RoleType: "Employee",
    Licenses: [],
    FullName: user.full_name,
    EMailAddress: user.email,
    FunctionRights: [],
    ProvidedCredentials: [],
    SecondaryGroups: [],
    DatabaseContextIdentifier: settings.tenant ?? "Default",
  };
}
