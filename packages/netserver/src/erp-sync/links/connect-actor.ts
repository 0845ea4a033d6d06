import type { ErpActor, ErpSyncFieldValue, FieldValues, Input } from "@superoffice-soap/schema";
import { NetServerError } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import type { Arguments } from "../../call/arguments.ts";
import type { Session } from "../../call/session.ts";
import { invalidField, soException } from "../../call/so-exception.ts";
import { assertCrmValues, type CrmValues, readCrmRecord, writeCrmRecord } from "../../crm/crm-values.ts";
import { fieldAccesses } from "../../erp-connector/actor-types.ts";
import { orException } from "../../erp-connector/connector-error.ts";
import type { ErpClient } from "../../erp-connector/erp-client.ts";
import { canonicalFieldValue } from "../../erp-connector/field-value.ts";
import { orInvalidField } from "../../erp-connector/field-value-error.ts";
import type { Resources } from "../../resources.ts";
import { connect } from "../connectors/connect.ts";
import { areInStep } from "../engine/conflict-rule.ts";
import { agreedOn, type Baseline, type FieldBaseline, storeBaseline } from "../mappings/baseline.ts";
import { type MappedField, mappedFieldsOf } from "../mappings/mapped-field.ts";
import { accessibleConnection } from "../rows/access.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";
import { linkEndsIn } from "./actor-link.ts";
import { insertLink, isLinked, type LinkEnds, linkOf } from "./link.ts";

type ConnectInput = Arguments<Input<"ErpSync", "ConnectActor">>;

/**
 * Links a CRM record to an ERP actor and writes each chosen value to the side that the caller selected. Fields that are
 * blank in the ERP get their first-sync defaults. Throws, without linking, when that is impossible.
 */
export const connectActor: Implementation<"ErpSync", "ConnectActor"> = (input, session, resources) =>
  resources.erp.runExclusive(() => connectOnce(input, session, resources));

/** Like `connectActor`, but returns false where that throws an exception of NetServer's. */
export const tryConnectActor: Implementation<"ErpSync", "TryConnectActor"> = async (input, session, resources) => {
  try {
    await resources.erp.runExclusive(() => connectOnce(input, session, resources));
    return true;
  } catch (error) {
    if (error instanceof NetServerError) return false;
    throw error;
  }
};

async function connectOnce(input: ConnectInput, session: Session, resources: Resources): Promise<void> {
  const { store, settings } = resources;
  const ends = linkEndsIn(input);
  const chosen = input.FieldValues.map(chosenIn);
  const connection = await accessibleConnection(store.db, ends.connectionId, session);
  const writer = { ...session, overlongText: settings.answers.overlongText };
  await assertConnectable(ends, resources);
  const toCrm = Object.fromEntries(chosen.flatMap(({ key, value, toCrm }) => (toCrm ? [[key, value]] : [])));
  await assertCrmValues(store.db, ends.crmType, toCrm, writer);
  const type = await actorTypeRow(store.db, ends.connectionId, ends.actorType);
  const fields = type === undefined ? [] : await mappedFieldsOf(store.db, type);
  const defaults = type === undefined ? [] : await firstSyncDefaults(store.db, type.id);
  const wanted = { values: erpValuesOf(chosen, fields), defaults, fieldKeys: fields.map(({ erpKey }) => erpKey) };
  const held = await orException(connect(resources, connection).then((client) => changeActor(client, ends, wanted)));
  await store.write(async (transaction) => {
    const externalKeyId = await insertLink(transaction, ends, session);
    if (externalKeyId === undefined) throw linkedAlready();
    if (Object.keys(toCrm).length > 0) await writeCrmRecord(transaction, ends.crmType, ends.recordId, toCrm, writer);
    const record = (await readCrmRecord(transaction, ends.crmType, ends.recordId)) ?? {};
    await storeBaseline(transaction, externalKeyId, baselineOf(fields, record, held));
  });
}

/** Returns a baseline of the fields that are equal now, so that later edits count as changes. */
function baselineOf(fields: readonly MappedField[], record: CrmValues, held: FieldValues): Baseline {
  const values = new Map(Object.entries(held));
  const agreed = fields.flatMap((field): (readonly [string, FieldBaseline])[] => {
    const crm = record[field.crm.key] ?? "";
    const erp = values.get(field.erpKey);
    if (erp === undefined || !areInStep(field, crm, erp ?? "")) return [];
    return [[field.erpKey, agreedOn(field, [crm, canonicalFieldValue(erp, field.erpType)])]];
  });
  return new Map(agreed);
}

async function assertConnectable(ends: LinkEnds, { store }: Resources): Promise<void> {
  if ((await readCrmRecord(store.db, ends.crmType, ends.recordId)) === undefined) {
    throw soException("SoNotFoundException", `There is no ${ends.crmType} with id ${ends.recordId}.`);
  }
  if ((await linkOf(store.db, ends)) !== undefined || (await isLinked(store.db, ends))) throw linkedAlready();
}

function linkedAlready() {
  return soException("SoDuplicateException", "The record or the actor is linked on that connection already.");
}

interface ChosenValue {
  readonly key: string;
  readonly value: string;
  readonly toCrm: boolean;
  readonly toErp: boolean;
}

function chosenIn(value: ErpSyncFieldValue): ChosenValue {
  return {
    key: value.CrmFieldKey ?? "",
    value: value.Value ?? "",
    toCrm: value.SyncToCrm ?? false,
    toErp: value.SyncToErp ?? false,
  };
}

/** Returns the chosen values for the ERP, converted and by its field keys. */
function erpValuesOf(chosen: readonly ChosenValue[], fields: readonly MappedField[]): Readonly<Record<string, string>> {
  const values = chosen.flatMap(({ key, value, toErp }) => {
    if (!toErp) return [];
    const field = fields.find(({ crm }) => crm.key === key.toUpperCase());
    if (field === undefined) throw invalidField(key, `${key} is not mapped to a field of the ERP.`);
    const converted = orInvalidField(key, () => field.toErp(value));
    // A blank would overwrite the ERP's value.
    if (converted === undefined) throw invalidField(key, `${key}: ${value} stands for no item of the ERP's list.`);
    return [[field.erpKey, converted] as const];
  });
  return Object.fromEntries(values);
}

interface WantedValues {
  readonly values: Readonly<Record<string, string>>;
  /** The defaults of fields that would otherwise be blank. */
  readonly defaults: readonly (readonly [key: string, value: string])[];
  readonly fieldKeys: readonly string[];
}

/** Changes the actor and returns its values after that. */
async function changeActor(
  client: ErpClient,
  ends: LinkEnds,
  { values, defaults, fieldKeys }: WantedValues,
): Promise<FieldValues> {
  const keys = new Set([...fieldKeys, ...defaults.map(([key]) => key)]);
  const actor = await existingActor(client, ends, [...keys]);
  const reported = new Map(Object.entries(actor.FieldValues));
  // A field that the connector leaves out may have a value.
  const blank = defaults.filter(([key]) => reported.has(key) && !reported.get(key));
  const changes = { ...Object.fromEntries(blank), ...values };
  if (Object.keys(changes).length > 0) await client.saveActor({ ...actor, FieldValues: changes });
  return { ...actor.FieldValues, ...changes };
}

async function existingActor(
  client: ErpClient,
  { actorType, erpKey }: LinkEnds,
  keys: readonly string[],
): Promise<ErpActor> {
  const actor = await client.actor(actorType, erpKey, keys);
  if (actor !== undefined) return actor;
  throw soException("SoNotFoundException", `The ERP has no ${actorType} ${JSON.stringify(erpKey)}.`);
}

async function firstSyncDefaults(queries: Resources["store"]["db"], actorTypeId: number) {
  const readOnly = fieldAccesses.numberOf("ReadOnly");
  return (await fieldRows(queries, actorTypeId)).flatMap((field) =>
    field.has_first_sync_default_value !== 0 && field.missing_in_erp === 0 && field.access !== readOnly
      ? [[field.erp_field_key, field.first_sync_default_value] as const]
      : [],
  );
}
