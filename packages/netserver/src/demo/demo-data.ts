import { contactTable, personTable } from "../store/table-numbers.ts";

/** Companies of the demo data set, by id from 1. The first one is the server's own. */
export const demoContacts = [
  { name: "SuperOffice Demo AS", department: "Oslo", number: "10001", org_number: "900000001" },
  { name: "Fjordlaks AS", department: "Ålesund", number: "10002", org_number: "900000002" },
  { name: "Nordlys Energi AS", department: "Tromsø", number: "10003", org_number: "900000003" },
  { name: "Kjær & Søn A/S", department: "København", number: "10004", org_number: "900000004" },
  { name: "Müller Maschinenbau GmbH", department: "Köln", number: "10005", org_number: "900000005" },
] as const;

/** Persons of the demo data set, by id from 1. The first one is the user `ADM0`. */
export const demoPersons = [
  { contact_id: 1, first_name: "Ada", last_name: "Minde", title: "Administrator", email: "ada@demo.example" },
  { contact_id: 1, first_name: "Sigrid", last_name: "Lie", title: "Sales", email: "sigrid@demo.example" },
  { contact_id: 2, first_name: "Ola", last_name: "Fjord", title: "Managing director", email: "ola@fjordlaks.example" },
  { contact_id: 2, first_name: "Kari", last_name: "Vik", title: "Buyer", email: "kari@fjordlaks.example" },
  { contact_id: 3, first_name: "Nils", last_name: "Hætta", title: "Engineer", email: "nils@nordlys.example" },
  { contact_id: 4, first_name: "Søren", last_name: "Kjær", title: "Owner", email: "soren@kjaer.example" },
  { contact_id: 5, first_name: "Jürgen", last_name: "Müller", title: "Owner", email: "juergen@mueller.example" },
] as const;

/** User groups, by id from 1. */
export const demoUserGroups = ["Administration", "Sales", "Support"] as const;

const contact = contactTable;
const person = personTable;

/** Relation definitions, by id from 1, with the pairs of tables that each may join. */
export const demoRelationDefinitions = [
  {
    name: "Owns",
    passive_text: "Is owned by",
    targets: [
      [contact, contact],
      [person, contact],
      [contact, person],
      [person, person],
    ],
  },
  {
    name: "Is customer of",
    passive_text: "Is supplier of",
    targets: [
      [contact, contact],
      [person, contact],
    ],
  },
  { name: "Is on the board of", passive_text: "Has board member", targets: [[person, contact]] },
  { name: "Knows", passive_text: "Is known by", targets: [[person, person]] },
] as const;

/** The connector to the demo ERP that comes with the program. */
export const demoConnector = { display_name: "Demo ERP", url: "demo://erp" } as const;
