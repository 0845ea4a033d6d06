import type { ErpSyncFieldValue, Input } from "@superoffice-soap/schema";
import { NetServerError } from "@superoffice-soap/schema";
import type { Implementation } from "../agent-implementation.ts";
import { booleanOf, entityOf, textOf } from "../argument.ts";
import type { Resources } from "../resources.ts";
import type { Session } from "../session.ts";
import { invalidArgument, invalidField, soException } from "../so-exception.ts";
import { accessibleConnection, linkEndsIn } from "./actor-link.ts";
import { fieldAccesses } from "./actor-types.ts";
import { clientOf } from "./clients.ts";
import { orException } from "./connector-failure.ts";
import { assertCrmValues, readCrmRecord, writeCrmRecord } from "./crm-records.ts";
import type { ErpClient } from "./erp-client.ts";
import type { ErpActor } from "./erp-connector.ts";
import { FieldValueError } from "./field-value.ts";
import { insertLink, isLinked, type LinkEnds, linkOf } from "./links.ts";
import { mappedFieldsOf } from "./mapped-fields.ts";
import { actorTypeRow, fieldRows } from "./mapping-rows.ts";

type ConnectInput = Input<"ErpSync", "ConnectActor">;

/**
 * Links a CRM record to an ERP actor and writes the values that were chosen to the side that each says. What the ERP
 * lacks gets its default for the first sync. Throws when it cannot be done; nothing is linked then.
 */
export const connectActor: Implementation<"ErpSync", "ConnectActor"> = (input, session, resources) =>
  resources.erp.exclusively(() => connect(input, session, resources));

/** As `connectActor`. False when it cannot be done for a reason that has to do with the two ends. */
export const tryConnectActor: Implementation<"ErpSync", "TryConnectActor"> = async (input, session, resources) => {
  try {
    await resources.erp.exclusively(() => connect(input, session, resources));
    return true;
  } catch (error) {
    if (error instanceof NetServerError) return false;
    throw error;
  }
};

async function connect(input: ConnectInput, session: Session, resources: Resources): Promise<void> {
  const { store, settings } = resources;
  const ends = linkEndsIn(input);
  const chosen = chosenIn(input.FieldValues);
  const connection = await accessibleConnection(store.db, ends.connectionId, session);
  const writer = { ...session, overlongText: settings.answers.overlongText };
  await assertConnectable(ends, resources);
  const toCrm = Object.fromEntries(chosen.flatMap(({ key, value, toCrm }) => (toCrm ? [[key, value]] : [])));
  await assertCrmValues(store.db, ends.crmType, toCrm, writer);
  await orException(clientOf(resources, connection).then((client) => sendChosen(client, ends, chosen, resources)));
  await store.write(async (transaction) => {
    if (!(await insertLink(transaction, ends, session))) throw linkedAlready();
    if (Object.keys(toCrm).length > 0) await writeCrmRecord(transaction, ends.crmType, ends.recordId, toCrm, writer);
  });
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

function chosenIn(values: readonly (ErpSyncFieldValue | null)[] | null | undefined): ChosenValue[] {
  if (values === null || values === undefined) return [];
  if (!Array.isArray(values)) throw invalidArgument("FieldValues", "an array", values);
  return values.flatMap((given, index) => {
    const value = entityOf<ErpSyncFieldValue>(given, `FieldValues[${index}]`);
    if (value === null) return [];
    return {
      key: textOf(value.CrmFieldKey, "CrmFieldKey"),
      value: textOf(value.Value, "Value"),
      toCrm: booleanOf(value.SyncToCrm, "SyncToCrm"),
      toErp: booleanOf(value.SyncToErp, "SyncToErp"),
    };
  });
}

async function sendChosen(
  client: ErpClient,
  ends: LinkEnds,
  chosen: readonly ChosenValue[],
  { store }: Resources,
): Promise<void> {
  const type = await actorTypeRow(store.db, ends.connectionId, ends.actorType);
  const fields = type === undefined ? [] : await mappedFieldsOf(store.db, type);
  const values: Record<string, string> = {};
  for (const { key, value, toErp } of chosen) {
    if (!toErp) continue;
    const field = fields.find(({ crm }) => crm.key === key.toUpperCase());
    if (field === undefined) throw invalidField(key, `${key} is not mapped to a field of the ERP.`);
    values[field.erpKey] = converted(key, value, field.toErp) ?? "";
  }
  const defaults = type === undefined ? [] : await firstSyncDefaults(store.db, type.id);
  const actor = await existingActor(
    client,
    ends,
    defaults.map(([key]) => key),
  );
  for (const [key, value] of defaults) {
    if ((actor.FieldValues[key] ?? "") === "" && !Object.hasOwn(values, key)) values[key] = value;
  }
  if (Object.keys(values).length > 0) await client.saveActor({ ...actor, FieldValues: values });
}

async function existingActor(
  client: ErpClient,
  { actorType, erpKey }: LinkEnds,
  keys: readonly string[],
): Promise<ErpActor> {
  const actor = (await client.actors(actorType, [erpKey], keys)).get(erpKey);
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

function converted(key: string, value: string, convert: (value: string) => string | undefined): string | undefined {
  try {
    return convert(value);
  } catch (error) {
    if (error instanceof FieldValueError) throw invalidField(key, `${key}: ${error.message}.`);
    throw error;
  }
}
