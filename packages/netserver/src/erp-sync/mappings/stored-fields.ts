import type { ErpActorType, FieldMetadata } from "@superoffice-soap/schema";
import { auditOf, changeOf } from "../../call/audit.ts";
import type { Session } from "../../call/session.ts";
import { areMappable, type CrmField, crmField } from "../../crm/crm-field.ts";
import {
  counterpartOf,
  crmActorTypes,
  erpActorTypes,
  fieldAccesses,
  fieldTypes,
} from "../../erp-connector/actor-types.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import type { Queries } from "../../store/store.ts";
import type { Row } from "../../store/tables.ts";

/** The actor types that an ERP has, with the fields of each. */
export type ErpFields = ReadonlyMap<ErpActorType, readonly FieldMetadata[]>;

/** Fetches all actor types and fields of an ERP. Rejects with `ConnectorError`. */
export async function fetchFields(client: ErpClient): Promise<ErpFields> {
  const fields = new Map<ErpActorType, readonly FieldMetadata[]>();
  for (const type of await client.actorTypes()) {
    if (type !== "Unknown") fields.set(type, await client.fields(type));
  }
  return fields;
}

/**
 * Stores the ERP's actor types and fields. A new actor type is inactive; a new field is unmapped, or mapped in no
 * direction if the CRM has a field of that name. Those that the ERP no longer has are marked and kept, with their
 * set-up.
 */
export async function storeFields(
  transaction: Queries,
  connectionId: number,
  fetched: ErpFields,
  session: Session,
): Promise<void> {
  for (const [actorType, fields] of fetched) {
    const row = await ensureActorType(transaction, connectionId, actorType, session);
    await storeFieldsOfType(transaction, row, fields, session);
  }
  const types = transaction.selectFrom("erpconnectionactortype").selectAll().where("connection_id", "=", connectionId);
  for (const row of await types.execute()) {
    if (fetched.has(erpActorTypes.nameOf(row.actor_type_erp))) continue;
    await markMissing(transaction, row.id, new Set(), session);
  }
}

async function ensureActorType(
  transaction: Queries,
  connectionId: number,
  actorType: ErpActorType,
  session: Session,
): Promise<Row<"erpconnectionactortype">> {
  const number = erpActorTypes.numberOf(actorType);
  const row = {
    connection_id: connectionId,
    actor_type_erp: number,
    actor_type_crm: crmActorTypes.numberOf(counterpartOf(actorType)),
    is_active: 0,
    ...auditOf(session),
  };
  await transaction
    .insertInto("erpconnectionactortype")
    .values(row)
    .onConflict((conflict) => conflict.columns(["connection_id", "actor_type_erp"]).doNothing())
    .execute();
  return transaction
    .selectFrom("erpconnectionactortype")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .where("actor_type_erp", "=", number)
    .executeTakeFirstOrThrow();
}

async function storeFieldsOfType(
  transaction: Queries,
  type: Row<"erpconnectionactortype">,
  fields: readonly FieldMetadata[],
  session: Session,
): Promise<void> {
  const stored = await transaction.selectFrom("erpfield").selectAll().where("actor_type_id", "=", type.id).execute();
  const byKey = new Map(stored.map((row) => [row.erp_field_key, row]));
  const keys = new Set(fields.map(({ FieldKey }) => FieldKey ?? ""));
  const present = stored.filter(({ erp_field_key }) => keys.has(erp_field_key));
  const taken = crmKeysOf(present);
  const fed = crmKeysOf(present.filter(({ missing_in_erp, sync_to_crm }) => missing_in_erp === 0 && sync_to_crm !== 0));
  let rank = stored.reduce((highest, row) => Math.max(highest, row.rank), 0);
  for (const field of [...fields].sort((left, right) => (left.Rank ?? 0) - (right.Rank ?? 0))) {
    const known = byKey.get(field.FieldKey ?? "");
    if (known === undefined) {
      rank += 1;
      const mapped = automaticMapping(type, field, taken);
      if (mapped) taken.add(mapped.key);
      await insertField(transaction, { actor_type_id: type.id, rank }, field, mapped, session);
    } else {
      await updateField(transaction, type, returned(known, fed), field, session);
    }
  }
  await markMissing(transaction, type.id, keys, session);
}

function crmKeysOf(rows: readonly Row<"erpfield">[]): Set<string> {
  return new Set(rows.flatMap(({ crm_field_key }) => crm_field_key || []));
}

/**
 * Returns a field that the ERP has, or has again. One that was missing loses its direction if its CRM field has got
 * another source meanwhile: two cannot feed it. `fed` are the CRM fields that have a source.
 */
function returned(known: Row<"erpfield">, fed: Set<string>): Row<"erpfield"> {
  const { crm_field_key, missing_in_erp, sync_to_crm } = known;
  if (missing_in_erp === 0 || sync_to_crm === 0 || !crm_field_key) return known;
  if (fed.has(crm_field_key)) return { ...known, sync_to_crm: 0, sync_to_erp: 0 };
  fed.add(crm_field_key);
  return known;
}

function automaticMapping(
  { actor_type_crm }: Row<"erpconnectionactortype">,
  { FieldKey, FieldType = "Text" }: FieldMetadata,
  taken: ReadonlySet<string>,
): CrmField | undefined {
  const field = crmField(crmActorTypes.nameOf(actor_type_crm), FieldKey ?? "");
  return field && !taken.has(field.key) && areMappable(FieldType, field.type) ? field : undefined;
}

/** Returns the columns of a connector's field description. */
function describedBy(field: FieldMetadata) {
  return {
    display_name: field.DisplayName ?? "",
    display_description: field.DisplayDescription ?? "",
    field_type: fieldTypes.numberOf(field.FieldType ?? "Text"),
    list_name: field.ListName ?? "",
    max_length: field.MaxLength ?? 0,
    access: fieldAccesses.numberOf(field.Access ?? "Normal"),
    missing_in_erp: 0,
  };
}

async function insertField(
  transaction: Queries,
  position: { readonly actor_type_id: number; readonly rank: number },
  field: FieldMetadata,
  mapped: CrmField | undefined,
  session: Session,
): Promise<void> {
  const row = {
    ...position,
    ...describedBy(field),
    ...auditOf(session),
    erp_field_key: field.FieldKey ?? "",
    default_value: field.DefaultValue ?? "",
    has_first_sync_default_value: 0,
    first_sync_default_value: "",
    prompt_user: 0,
    mandatory: field.Access === "Mandatory" ? 1 : 0,
    crm_field_key: mapped?.key ?? null,
    sync_to_crm: 0,
    sync_to_erp: 0,
    show_in_gui: 0,
    show_in_search: field.ShowInSearch ? 1 : 0,
    list_reference: mapped?.list ? `table=${mapped.list}` : "",
  };
  await transaction.insertInto("erpfield").values(row).execute();
}

async function updateField(
  transaction: Queries,
  type: Row<"erpconnectionactortype">,
  known: Row<"erpfield">,
  field: FieldMetadata,
  session: Session,
): Promise<void> {
  const crm = crmField(crmActorTypes.nameOf(type.actor_type_crm), known.crm_field_key ?? "");
  const unfit = crm !== undefined && !areMappable(field.FieldType ?? "Text", crm.type);
  const columns = {
    ...describedBy(field),
    sync_to_crm: known.sync_to_crm,
    sync_to_erp: known.sync_to_erp,
    ...(field.Access === "Mandatory" ? { mandatory: 1 } : {}),
    ...(field.Access === "ReadOnly" ? { sync_to_erp: 0 } : {}),
    ...(unfit ? { sync_to_crm: 0, sync_to_erp: 0, crm_field_key: null, list_reference: "" } : {}),
    ...changeOf(session),
  };
  await transaction.updateTable("erpfield").set(columns).where("id", "=", known.id).execute();
}

async function markMissing(
  transaction: Queries,
  actorTypeId: number,
  present: ReadonlySet<string>,
  session: Session,
): Promise<void> {
  const fields = transaction.selectFrom("erpfield").select(["id", "erp_field_key"]);
  const known = await fields.where("actor_type_id", "=", actorTypeId).where("missing_in_erp", "=", 0).execute();
  for (const { id, erp_field_key } of known) {
    if (present.has(erp_field_key)) continue;
    const marked = transaction.updateTable("erpfield").set({ missing_in_erp: 1, ...changeOf(session) });
    await marked.where("id", "=", id).execute();
  }
}
