import type { FieldValues } from "@superoffice-soap/schema";
import { type CrmActorType, isXmlText } from "@superoffice-soap/schema";
import { invalidField, soException } from "../call/so-exception.ts";
import { fitted, type TextLimit } from "../call/text-limit.ts";
import { decodeFieldValue, encodeFieldValue } from "../erp-connector/field-value.ts";
import { orInvalidField } from "../erp-connector/field-value-error.ts";
import type { Queries } from "../store/store.ts";
import { type CrmField, type CrmTable, crmField, crmRecordType } from "./crm-field.ts";

/** The values of all mappable fields of a CRM record, by field key, encoded; blank for none. */
export type CrmValues = Readonly<Record<string, string>>;

/** The writer and time of a change, and the treatment of text that is too long. */
export interface CrmWriter {
  readonly associateId: number;
  readonly now: string;
  readonly overlongText: "reject" | "truncate";
}

/** Reads the values of a CRM record; `undefined` when there is no such record. */
export async function readCrmRecord(queries: Queries, type: CrmActorType, id: number): Promise<CrmValues | undefined> {
  return (await readCrmRecords(queries, type, [id])).get(id);
}

/** Reads the values of the existing ones of some CRM records, by id. */
export async function readCrmRecords(
  queries: Queries,
  type: CrmActorType,
  ids: readonly number[],
): Promise<ReadonlyMap<number, CrmValues>> {
  const recordType = crmRecordType(type);
  if (recordType === undefined || ids.length === 0) return new Map();
  const rows = await table(queries, recordType.table)
    .selectAll()
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, valuesOf(row, recordType.fields)]));
}

/**
 * Changes fields of a CRM record. Throws SoValidationException for an invalid value or an unknown field,
 * SoNotFoundException when there is no such record.
 */
export async function writeCrmRecord(
  transaction: Queries,
  type: CrmActorType,
  id: number,
  values: FieldValues,
  writer: CrmWriter,
): Promise<void> {
  const recordType = crmRecordType(type);
  const columns = await columnsOf(transaction, type, values, writer);
  // Every table of CRM records has the columns that `columnsOf` returns for it; `contact` stands for them all.
  const updated = recordType && transaction.updateTable(recordType.table as "contact").set(columns);
  const row = await updated
    ?.set({ updated_at: writer.now, updated_by: writer.associateId })
    .where("id", "=", id)
    .returning("id")
    .executeTakeFirst();
  if (row === undefined) throw soException("SoNotFoundException", `There is no ${type} with id ${id}.`);
}

/** Throws what `writeCrmRecord` would throw for these values. */
export async function assertCrmValues(
  queries: Queries,
  type: CrmActorType,
  values: FieldValues,
  writer: CrmWriter,
): Promise<void> {
  await columnsOf(queries, type, values, writer);
}

/** Creates a CRM record and returns its id. Throws like `writeCrmRecord`. */
export async function createCrmRecord(
  transaction: Queries,
  type: CrmActorType,
  values: FieldValues,
  writer: CrmWriter,
): Promise<number> {
  const recordType = crmRecordType(type);
  if (recordType === undefined)
    throw soException("SoInvalidArgumentException", "There are no records of type Unknown.");
  const blank = Object.fromEntries(recordType.fields.map(({ key }) => [key, ""]));
  const audit = { created_at: writer.now, created_by: writer.associateId, updated_at: null, updated_by: 0 };
  const columns = {
    ...otherColumns[recordType.table],
    ...(await columnsOf(transaction, type, { ...blank, ...values }, writer)),
  };
  const { id } = await transaction
    .insertInto(recordType.table as "contact")
    .values({ ...columns, ...audit } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Returns a new record's columns that are no field. */
const otherColumns: { readonly [T in CrmTable]: Readonly<Record<string, number>> } = {
  contact: { associate_id: 0, active_erp_links: 0 },
  person: { contact_id: 0, active_erp_links: 0 },
  project: { associate_id: 0, active_erp_links: 0 },
  sale: { contact_id: 0, person_id: 0, project_id: 0, associate_id: 0, active_erp_links: 0 },
};

function table(queries: Queries, name: CrmTable) {
  // The query names only the columns that all tables have; the rest is read by name.
  return queries.selectFrom(name as "contact");
}

function valuesOf(row: object, fields: readonly CrmField[]): CrmValues {
  const columns = new Map<string, unknown>(Object.entries(row));
  return Object.fromEntries(fields.map((field) => [field.key, fromColumn(columns.get(field.column), field)]));
}

function fromColumn(stored: unknown, { type }: CrmField): string {
  if (type === "Checkbox") return encodeFieldValue(stored !== 0, type);
  if (type === "List") return stored === 0 ? "" : String(stored);
  if (typeof stored === "number") return encodeFieldValue(stored, type);
  return typeof stored === "string" && stored !== "" ? encodeFieldValue(stored, type) : "";
}

async function columnsOf(
  queries: Queries,
  type: CrmActorType,
  values: FieldValues,
  writer: CrmWriter,
): Promise<Record<string, string | number>> {
  const columns: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(values)) {
    const field = crmField(type, key);
    if (field === undefined) throw invalidField(key, `${type} has no field ${JSON.stringify(key)}.`);
    columns[field.column] = await toColumn(queries, field, value ?? "", writer);
  }
  return columns;
}

async function toColumn(
  queries: Queries,
  field: CrmField,
  text: string,
  { overlongText }: CrmWriter,
): Promise<string | number> {
  const value = orInvalidField(field.key, () => decodeFieldValue(text, field.type));
  switch (field.type) {
    case "Checkbox":
      return value === true ? 1 : 0;
    case "Integer":
    case "Double":
      return Number(value ?? 0);
    case "List":
      return value === null ? 0 : itemOf(queries, field, String(value));
    case "Date":
      return String(value ?? "");
    default: {
      if (!isXmlText(text)) throw invalidField(field.key, `${field.key} has a character that XML cannot carry.`);
      const limit: TextLimit = { name: field.key, maxLength: field.maxLength || Number.POSITIVE_INFINITY };
      return fitted(String(value ?? ""), limit, overlongText);
    }
  }
}

async function itemOf(queries: Queries, { key, list }: CrmField, item: string): Promise<number> {
  const id = Number(decodeFieldValue(item, "Integer"));
  const items = queries
    .selectFrom("crm_list_item")
    .select("id")
    .where("list_name", "=", list ?? "")
    .where("id", "=", id);
  if ((await items.executeTakeFirst()) === undefined) throw invalidField(key, `${key} has no item ${id}.`);
  return id;
}
