import type {
  ErpActorType,
  ErpListItem,
  FieldAccess,
  FieldMetadata,
  FieldMetadataType,
} from "@superoffice-soap/schema";

/** The lists of the demo ERP, by name. */
export const demoErpLists: Readonly<Record<string, readonly ErpListItem[]>> = {
  customergroup: [
    { Key: "A", Name: "Key account" },
    { Key: "B", Name: "Regular customer" },
    { Key: "C", Name: "Occasional customer" },
  ],
  country: [
    { Key: "NO", Name: "Norway" },
    { Key: "DK", Name: "Denmark" },
    { Key: "DE", Name: "Germany" },
  ],
  paymentterms: [
    { Key: "N14", Name: "14 days net" },
    { Key: "N30", Name: "30 days net" },
  ],
  projecttype: [
    { Key: "INT", Name: "Internal" },
    { Key: "EXT", Name: "For a customer" },
  ],
};

/** The fields of each actor type of the demo ERP. Those that the CRM has too are named as there. */
export const demoErpFields: Readonly<Partial<Record<ErpActorType, readonly FieldMetadata[]>>> = {
  Customer: ranked([
    field("ACCOUNT", 'NO:"Kundekonto";US:"Customer account"', "Label"),
    field("NAME", 'NO:"Navn";US:"Name"', "Text", { MaxLength: 100, Access: "Mandatory", ShowInSearch: true }),
    field("DEPARTMENT", "Department", "Text", { MaxLength: 60 }),
    field("VATNO", "VAT No", "Text", { MaxLength: 20, ShowInSearch: true }),
    field("EMAIL", "Invoice e-mail", "Text", { MaxLength: 254 }),
    field("PHONE", "Phone", "Text", { MaxLength: 30 }),
    field("CATEGORY", "Customer group", "List", { ListName: "customergroup", ShowInSearch: true }),
    field("COUNTRY", "Country", "List", { ListName: "country" }),
    field("NOMAILING", "No advertising", "Checkbox"),
    field("PAYMENTTERMS", "Payment terms", "List", { ListName: "paymentterms", DefaultValue: "N14" }),
    field("CREDITLIMIT", "Credit limit", "Double", { DefaultValue: "[F:1000]", ShowInSearch: true }),
    field("REMINDERS", "Reminders sent", "Integer"),
    field("SINCE", "Customer since", "Date", { ShowInSearch: true }),
    field("PORTALPASSWORD", "Password of the portal", "Password", { MaxLength: 40 }),
    field("BALANCE", "Balance", "Double", { Access: "ReadOnly" }),
  ]),
  Supplier: ranked([
    field("NAME", 'NO:"Navn";US:"Name"', "Text", { MaxLength: 100, Access: "Mandatory", ShowInSearch: true }),
    field("VATNO", "VAT No", "Text", { MaxLength: 20 }),
    field("EMAIL", "Order e-mail", "Text", { MaxLength: 254 }),
    field("PHONE", "Phone", "Text", { MaxLength: 30 }),
    field("COUNTRY", "Country", "List", { ListName: "country" }),
    field("LEADTIME", "Lead time in days", "Integer", { DefaultValue: "[I:7]" }),
    field("APPROVED", "Approved", "Checkbox"),
  ]),
  Person: ranked([
    field("FIRSTNAME", "First name", "Text", { MaxLength: 60 }),
    field("LASTNAME", "Last name", "Text", { MaxLength: 60, Access: "Mandatory", ShowInSearch: true }),
    field("TITLE", "Title", "Text", { MaxLength: 60 }),
    field("EMAIL", "E-mail", "Text", { MaxLength: 254, ShowInSearch: true }),
    field("PHONE_DIRECT", "Phone", "Text", { MaxLength: 30 }),
    field("BIRTHDATE", "Born", "Date"),
  ]),
  Project: ranked([
    field("NAME", "Name", "Text", { MaxLength: 100, Access: "Mandatory", ShowInSearch: true }),
    field("NUMBER", "Number", "Text", { MaxLength: 20, ShowInSearch: true }),
    field("TYPE", "Kind", "List", { ListName: "projecttype" }),
    field("ENDDATE", "Ends", "Date"),
    field("BUDGET", "Budget", "Double"),
    field("COMPLETED", "Closed", "Checkbox"),
  ]),
  Sale: ranked([
    field("HEADING", "Order text", "Text", { MaxLength: 100, Access: "Mandatory", ShowInSearch: true }),
    field("AMOUNT", "Amount", "Double"),
    field("SALEDATE", "Ordered", "Date"),
    field("PROBABILITY", "Probability", "Integer"),
  ]),
};

/** The fields that configure a connection to the demo ERP. Blank ones have their defaults. */
export const demoErpConfig: readonly FieldMetadata[] = ranked([
  field("INTRODUCTION", "The ERP that comes with the server", "Label"),
  field("COMPANY", 'NO:"Firma";US:"Company"', "Text", {
    MaxLength: 60,
    Access: "Mandatory",
    DefaultValue: "Demo Company",
  }),
  field("USER", "User", "Text", { MaxLength: 60, DefaultValue: "<username>" }),
  field("PASSWORD", "Password", "Password", { MaxLength: 60 }),
]);

/** The companies whose books the demo ERP keeps. */
export const demoErpCompanies: readonly string[] = ["Demo Company", "Second Company"];

interface FieldOptions {
  readonly MaxLength?: number;
  readonly Access?: FieldAccess;
  readonly ListName?: string;
  readonly DefaultValue?: string;
  readonly ShowInSearch?: boolean;
}

function field(FieldKey: string, DisplayName: string, FieldType: FieldMetadataType, options: FieldOptions = {}) {
  const defaults = { MaxLength: 0, Access: "Normal", ListName: "", DefaultValue: "", ShowInSearch: false } as const;
  return { FieldKey, DisplayName, DisplayDescription: "", FieldType, ...defaults, ...options };
}

function ranked(fields: readonly FieldMetadata[]): readonly FieldMetadata[] {
  return fields.map((one, index) => ({ ...one, Rank: index + 1 }));
}
