import { enumeration } from "../../kit/enumeration.ts";
import type { Static } from "../../kit/schema.ts";

/** The type of an actor in the ERP. */
export const ErpActorType = enumeration(
  "ErpActorType",
  { Unknown: 0, Customer: 1, Supplier: 2, Partner: 3, Person: 4, Project: 5, Employee: 6, Sale: 7 },
  "What an actor is in the ERP. Customers, suppliers and partners are companies in the CRM.",
  { actualType: "short" },
);
export type ErpActorType = Static<typeof ErpActorType>;

/** The type of an actor in the CRM. */
export const CrmActorType = enumeration(
  "CrmActorType",
  { Unknown: 0, Contact: 1, Person: 2, Project: 3, Sale: 4 },
  "What an actor is in the CRM; `Contact` is a company.",
  { actualType: "short" },
);
export type CrmActorType = Static<typeof CrmActorType>;
