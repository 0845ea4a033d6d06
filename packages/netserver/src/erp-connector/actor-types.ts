import { CrmActorType, ErpActorType, FieldAccess, FieldMetadataType, type Schema } from "@superoffice-soap/schema";

/** The CRM counterpart of each ERP actor type. Employees have none. */
const counterparts: Readonly<Record<ErpActorType, CrmActorType>> = {
  Unknown: "Unknown",
  Customer: "Contact",
  Supplier: "Contact",
  Partner: "Contact",
  Person: "Person",
  Project: "Project",
  Employee: "Unknown",
  Sale: "Sale",
};

/** Returns the CRM counterpart of an ERP actor type; `Unknown` when there is none. */
export function counterpartOf(type: ErpActorType): CrmActorType {
  return counterparts[type];
}

/** Returns the ERP actor type of a name; `Unknown` for an unknown name. */
export function actorTypeFrom(name: string): ErpActorType {
  // Checked by its being one of the record's own keys.
  return Object.hasOwn(counterparts, name) ? (name as ErpActorType) : "Unknown";
}

/** The numbers that stand for an enumeration's names in the store. */
export interface StoredNames<T extends string> {
  numberOf(name: T): number;
  /** Returns the name of a number; the first name of all for an unknown number. */
  nameOf(number: number): T;
}

/** Types of ERP actors as they are stored. */
export const erpActorTypes: StoredNames<ErpActorType> = storedNames(ErpActorType);

/** Types of CRM records as they are stored. */
export const crmActorTypes: StoredNames<CrmActorType> = storedNames(CrmActorType);

/** Types of field values as they are stored. */
export const fieldTypes: StoredNames<FieldMetadataType> = storedNames(FieldMetadataType);

/** Accesses to fields as they are stored. */
export const fieldAccesses: StoredNames<FieldAccess> = storedNames(FieldAccess);

function storedNames<T extends string>({ xml }: Schema<T>): StoredNames<T> {
  const literals = xml.kind === "enumeration" ? xml.literals : [];
  const numbers = new Map<unknown, number>(literals.map(({ name, value }) => [name, value]));
  // The names of an enumeration are the members of its type.
  const names = new Map(literals.map(({ name, value }) => [value, name as T]));
  const first = literals[0]?.name as T;
  return {
    numberOf: (name) => numbers.get(name) ?? 0,
    nameOf: (number) => names.get(number) ?? first,
  };
}
