import type { CrmActorType, FieldMetadataType } from "@superoffice-soap/schema";

/** A field of CRM records that can be mapped to a field of the ERP. */
export interface CrmField {
  /** SuperOffice's name, so that connectors' fields of the same name are mapped automatically. */
  readonly key: string;
  readonly label: string;
  readonly type: FieldMetadataType;
  readonly column: string;
  /** The longest text, in UTF-16 code units; 0 for no limit. */
  readonly maxLength: number;
  /** The CRM list that the value is an item of. */
  readonly list: string | null;
}

/** The table that CRM records of a type are in. */
export type CrmTable = "contact" | "person" | "project" | "sale";

/** A type of CRM record: where it is stored, and its fields. */
export interface CrmRecordType {
  readonly table: CrmTable;
  readonly fields: readonly CrmField[];
}

const recordTypes: { readonly [T in Exclude<CrmActorType, "Unknown">]: CrmRecordType } = {
  Contact: {
    table: "contact",
    fields: [
      text("NAME", "Name", "name", 219),
      text("DEPARTMENT", "Department", "department", 219),
      text("NUMBER2", "Number", "number", 49),
      text("VATNO", "VAT No", "org_number", 49),
      text("PHONE", "Telephone", "phone", 49),
      text("EMAIL", "E-mail", "email", 254),
      text("URL", "Web site", "url", 254),
      listed("CATEGORY", "Category", "category_id", "category"),
      listed("BUSINESS", "Business", "business_id", "business"),
      listed("COUNTRY", "Country", "country_id", "country"),
      typed("NOMAILING", "No mailings", "no_mailing", "Checkbox"),
    ],
  },
  Person: {
    table: "person",
    fields: [
      text("FIRSTNAME", "First name", "first_name", 99),
      text("LASTNAME", "Last name", "last_name", 99),
      text("TITLE", "Title", "title", 219),
      text("EMAIL", "E-mail", "email", 254),
      text("PHONE_DIRECT", "Direct phone", "phone", 49),
      typed("BIRTHDATE", "Birthdate", "birth_date", "Date"),
    ],
  },
  Project: {
    table: "project",
    fields: [
      text("NAME", "Project name", "name", 219),
      text("TEXT", "Description", "description", 0),
      text("NUMBER", "Number", "number", 49),
      text("URL", "Web site", "url", 254),
      typed("ENDDATE", "End date", "end_date", "Date"),
      listed("TYPE", "Type", "type_id", "projtype"),
      typed("COMPLETED", "Completed", "completed", "Checkbox"),
    ],
  },
  Sale: {
    table: "sale",
    fields: [
      text("HEADING", "Heading", "heading", 219),
      text("NUMBER", "Number", "number", 49),
      typed("AMOUNT", "Amount", "amount", "Double"),
      typed("SALEDATE", "Sale date", "sale_date", "Date"),
      typed("PROBABILITY", "Probability", "probability", "Integer"),
    ],
  },
};

/** Returns a CRM record type by name; `undefined` for `Unknown`. */
export function crmRecordType(type: CrmActorType): CrmRecordType | undefined {
  return type === "Unknown" ? undefined : recordTypes[type];
}

/** Finds a field of a CRM record type, ignoring case; `undefined` when there is none. */
export function crmField(type: CrmActorType, key: string): CrmField | undefined {
  const wanted = key.toUpperCase();
  return crmRecordType(type)?.fields.find((field) => field.key === wanted);
}

/** Tells whether values can be copied between fields of two types. Lists map only to lists, by their items. */
export function areMappable(erp: FieldMetadataType, crm: FieldMetadataType): boolean {
  if (erp === "Label" || erp === "Password") return false;
  return (erp === "List") === (crm === "List");
}

function text(key: string, label: string, column: string, maxLength: number): CrmField {
  return { key, label, type: "Text", column, maxLength, list: null };
}

function listed(key: string, label: string, column: string, list: string): CrmField {
  return { key, label, type: "List", column, maxLength: 0, list };
}

function typed(key: string, label: string, column: string, type: FieldMetadataType): CrmField {
  return { key, label, type, column, maxLength: 0, list: null };
}
