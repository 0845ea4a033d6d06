import type { DemoErpEntry } from "../erp-connector/demo-erp/demo-erp.ts";

/** The CRM's lists, each with its items in display order. */
export const demoLists = {
  category: ["Customer", "Partner", "Supplier", "Prospect"],
  business: ["Fishing", "Energy", "Engineering", "Trade"],
  country: ["Norway", "Denmark", "Germany"],
  projtype: ["Internal", "For a customer"],
} as const;

/** Projects of the demo data set, by id from 1. */
export const demoProjects = [
  { name: "New filleting line", number: "P-100", end_date: "2027-06-30T00:00:00" },
  { name: "Wind farm survey", number: "P-101", end_date: "" },
] as const;

/** Sales of the demo data set, by id from 1. */
export const demoSales = [
  { heading: "Filleting machines", number: "S-100", contact_id: 2, person_id: 3, project_id: 1, amount: 125000.5 },
  { heading: "Survey drones", number: "S-101", contact_id: 3, person_id: 5, project_id: 2, amount: 48000 },
] as const;

/** The initial actors of the demo ERP. Some of them are in the CRM too, but are not linked yet. */
export const demoActors: readonly DemoErpEntry[] = [
  customer("10001", { NAME: "Fjordlaks AS", VATNO: "900000002", EMAIL: "faktura@fjordlaks.example", CATEGORY: "A" }),
  customer("10002", { NAME: "Nordlys Energi", VATNO: "900000003", COUNTRY: "NO", NOMAILING: "[I:1]" }),
  customer("10003", { NAME: "Havn & Co", SINCE: "[DT:03/14/2019 00:00:00.0000000]", REMINDERS: "[I:2]" }),
  {
    ActorType: "Supplier",
    ErpKey: "10001",
    FieldValues: { NAME: "Müller Maschinenbau GmbH", COUNTRY: "DE", LEADTIME: "[I:21]", APPROVED: "[I:1]" },
  },
  { ActorType: "Person", ErpKey: "10001", FieldValues: { FIRSTNAME: "Kari", LASTNAME: "Vik", TITLE: "Buyer" } },
  { ActorType: "Project", ErpKey: "10001", FieldValues: { NAME: "Filleting line", BUDGET: "[F:900000]", TYPE: "EXT" } },
  { ActorType: "Sale", ErpKey: "10001", FieldValues: { HEADING: "Order 1", AMOUNT: "[F:125000.5]" } },
];

function customer(ErpKey: string, fields: Readonly<Record<string, string>>): DemoErpEntry {
  const FieldValues = { PAYMENTTERMS: "N14", CREDITLIMIT: "[F:50000]", BALANCE: "[F:0]", ...fields };
  return { ActorType: "Customer", ErpKey, FieldValues };
}
