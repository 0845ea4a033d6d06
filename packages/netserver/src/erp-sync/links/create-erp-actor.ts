import type { CrmActorType, ErpActor } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import type { Session } from "../../call/session.ts";
import { invalidField, soException } from "../../call/so-exception.ts";
import { type CrmValues, readCrmRecord } from "../../crm/crm-values.ts";
import { fieldAccesses, fieldTypes } from "../../erp-connector/actor-types.ts";
import { orException } from "../../erp-connector/connector-error.ts";
import { canonicalFieldValue } from "../../erp-connector/field-value.ts";
import { orInvalidField } from "../../erp-connector/field-value-error.ts";
import type { Resources } from "../../resources.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";
import { connect } from "../connectors/connect.ts";
import { agreedOn, type Baseline, type FieldBaseline, storeBaseline } from "../mappings/baseline.ts";
import { type MappedField, mappedFieldsOf } from "../mappings/mapped-field.ts";
import { accessibleConnection } from "../rows/access.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";
import { assertCounterparts } from "./actor-link.ts";
import { insertLink, type LinkEnds, linkOf } from "./link.ts";

/**
 * Creates an actor in the ERP and links it to the CRM record. A field gets the given value, or else the record's if the
 * field is mapped (in either direction: a new actor has nothing to lose), or else the default. Returns false for a
 * record that does not exist or is linked already. Throws SoValidationException for a missing or wrong value, and the
 * connector's explanation when the connector fails.
 */
export const createErpActorFromCrm: Implementation<"ErpSync", "CreateErpActorFromCrm"> = (
  input,
  session,
  resources,
) => {
  const connectionId = input.ConnectionId;
  const recordId = input.CrmEntityId;
  const crmType = input.CrmActorType;
  const actorType = input.ErpActorType;
  const given = new Map(Object.entries(input.ErpFieldKeyValues ?? {}).map(([key, value]) => [key, value ?? ""]));
  assertCounterparts(actorType, crmType);
  return resources.erp.runExclusive(async () => {
    const { db } = resources.store;
    const connection = await accessibleConnection(db, connectionId, session);
    const type = await actorTypeRow(db, connectionId, actorType);
    if (type === undefined) throw soException("SoNotFoundException", `The ERP has no actors of type ${actorType}.`);
    const record = await readCrmRecord(db, crmType, recordId);
    if (record === undefined || (await linkOf(db, { connectionId, crmType, recordId })) !== undefined) return false;
    const mapped = await mappedFieldsOf(db, type);
    const values = valuesOf(await fieldRows(db, type.id), mapped, record, given);
    const parent = await parentOf(db, connectionId, crmType, recordId);
    const FieldValues = Object.fromEntries(values);
    const wanted: ErpActor = { ActorType: actorType, ErpKey: "", LastModified: "", ...parent, FieldValues };
    const actor = await orException(connect(resources, connection).then((client) => client.createActor(wanted)));
    const ends = { connectionId, crmType, recordId, actorType, erpKey: actor.ErpKey };
    return linkCreated(ends, agreedIn(mapped, record, values, given), session, resources);
  });
};

function linkCreated(ends: LinkEnds, baseline: Baseline, session: Session, { store }: Resources): Promise<boolean> {
  return store.write(async (transaction) => {
    const externalKeyId = await insertLink(transaction, ends, session);
    if (externalKeyId === undefined) return false;
    await storeBaseline(transaction, externalKeyId, baseline);
    return true;
  });
}

/**
 * Returns the values of both ends in the fields that need no sync: those where the new actor has the record's value,
 * and those that were given a value of their own. Later edits of them count as changes.
 */
function agreedIn(
  fields: readonly MappedField[],
  record: CrmValues,
  values: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
): Baseline {
  const agreed = fields.flatMap((field): (readonly [string, FieldBaseline])[] => {
    const crm = record[field.crm.key] ?? "";
    const erp = values.get(field.erpKey);
    // Only a sent value is the record's own: that of another field may not even fit the ERP.
    const isAgreed = given.has(field.erpKey) || (erp !== undefined && field.toErp(crm) === erp);
    return isAgreed ? [[field.erpKey, agreedOn(field, [crm, erp ?? ""])]] : [];
  });
  return new Map(agreed);
}

function valuesOf(
  all: readonly Row<"erpfield">[],
  mappedFields: readonly MappedField[],
  record: CrmValues,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const fields = all.filter(isWritable);
  const mapped = new Map(mappedFields.map((field) => [field.erpKey, field]));
  const known = new Set(fields.map(({ erp_field_key }) => erp_field_key));
  const unknown = [...given.keys()].find((key) => !known.has(key));
  if (unknown !== undefined)
    throw invalidField(unknown, `The ERP has no field ${JSON.stringify(unknown)} to write to.`);
  const values = new Map<string, string>();
  for (const field of fields) {
    const key = field.erp_field_key;
    const mapping = mapped.get(key);
    const fromRecord = () => mapping?.toErp(record[mapping.crm.key] ?? "") || field.default_value;
    const value = valid(field, () => given.get(key) ?? fromRecord());
    if (value !== "") values.set(key, value);
    else if (field.mandatory !== 0) throw invalidField(key, `${key} must have a value.`);
  }
  return values;
}

function isWritable(field: Row<"erpfield">): boolean {
  const written = fieldTypes.nameOf(field.field_type) !== "Label" && fieldAccesses.nameOf(field.access) !== "ReadOnly";
  return written && field.missing_in_erp === 0;
}

function valid({ erp_field_key: key, field_type, max_length }: Row<"erpfield">, value: () => string): string {
  const text = orInvalidField(key, () => canonicalFieldValue(value(), fieldTypes.nameOf(field_type)));
  if (max_length === 0 || text.length <= max_length) return text;
  throw invalidField(key, `${key} has ${text.length} characters; the limit is ${max_length}.`);
}

/** Returns the ERP's actor for the company of a person or sale, if that is linked on the connection. */
async function parentOf(queries: Queries, connectionId: number, crmType: CrmActorType, recordId: number) {
  if (crmType !== "Person" && crmType !== "Sale") return {};
  const records = queries.selectFrom(crmType === "Person" ? "person" : "sale").select("contact_id");
  const record = await records.where("id", "=", recordId).executeTakeFirst();
  const end = { connectionId, crmType: "Contact", recordId: record?.contact_id ?? 0 } as const;
  const link = await linkOf(queries, end);
  return link === undefined ? {} : { ParentActorType: link.actorType, ParentErpKey: link.erpKey };
}
