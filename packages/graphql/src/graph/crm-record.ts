import type { Contract, ForeignAppEntity, ForeignDevice, ForeignKey } from "@superoffice-soap/schema";
import type { Session } from "../session/session.ts";
import { type GraphModule, hasOperation, type Resolve } from "./graph-module.ts";

/** A row of a CRM table, for which the contract has no type. */
export interface CrmRecord {
  readonly table: string;
  readonly recordId: number;
}

/** Makes the module of a CRM record and the keys that apps have bound to it. */
export function crmRecordModule(contract: Contract): GraphModule {
  const acrossApps = hasOperation(contract, "ForeignSystem", "GetAllForeignKeysOnEntity");
  return {
    typeDefs: acrossApps ? typeDefs(anyAppDef) + keyValuesDef : typeDefs(oneAppDef),
    resolvers: {
      Query: { crmRecord },
      CrmRecord: { keys, ...(acrossApps && { keyValues }) },
      ForeignKey: { record },
    },
    // The record is named by arguments of `crmRecord`, which makes no call: errors about them show in these fields.
    parameters: {
      CrmRecord: { keys: { ApplicationName: "app", ...recordParameters }, keyValues: recordParameters },
    },
  };
}

const recordParameters = { EntityType: "table", TableName: "table", EntityId: "recordId", RecordId: "recordId" };

const oneAppDef = `
    "The keys that an app has bound to the record, each with its device."
    keys("Name of the app." app: String!): [DeviceKey!]!`;

const anyAppDef = `
    "The keys that apps have bound to the record, each with its app and device; those of every app, or of one."
    keys("Name of the only app whose keys are wanted." app: String): [DeviceKey!]!`;

const typeDefs = (keysDef: string) => `
  "A row of one of the CRM's tables, a company or a sale perhaps, and what other systems know it by."
  type CrmRecord {
    "Database name of the table, such as \`contact\`."
    table: String!
    "Primary key of the row."
    recordId: Int!
    ${keysDef}
  }

  "A key, and the app and device that it is on."
  type DeviceKey {
    "The app."
    app: ForeignAppEntity!
    "The device."
    device: ForeignDevice!
    "The key."
    key: ForeignKey!
  }

  extend type Query {
    "A CRM record, whether or not it exists."
    crmRecord("Database name of the table, such as \`contact\`." table: String!, "Primary key of the row." recordId: Int!): CrmRecord
  }

  extend type ForeignKey {
    "The CRM record that the key is bound to; null for none."
    record: CrmRecord
  }`;

const keyValuesDef = `
  extend type CrmRecord {
    "The values of the keys on the record, by \`app.device.key\`: where two keys have the same, of the older one alone."
    keyValues: [KeyValue!]! @deprecated(reason: "Use \`keys\`, which tells keys apart whatever their names.")
  }`;

const crmRecord: Resolve<unknown, CrmRecord, CrmRecord> = (_root, wanted) => wanted;

const record: Resolve<ForeignKey, unknown, CrmRecord | null> = ({ TableName, RecordId }) =>
  TableName && RecordId ? { table: TableName, recordId: RecordId } : null;

const keyValues: Resolve<CrmRecord, unknown, [string, string | null][]> = async (parent, _args, { session }) =>
  Object.entries(await joinedKeys(parent, session));

/** Returns the values of a record's keys by `app.device.key`. */
async function joinedKeys({ table, recordId }: CrmRecord, session: Session) {
  const input = { EntityType: table, EntityId: recordId };
  return (await session.call("ForeignSystem", "GetAllForeignKeysOnEntity", input)) ?? {};
}

interface DeviceKey {
  readonly app: ForeignAppEntity;
  readonly device: ForeignDevice;
  readonly key: ForeignKey;
}

const keys: Resolve<CrmRecord, { app?: string | null }, DeviceKey[]> = async (parent, { app }, { session }) => {
  if (app != null) return keysOfApp(await appByName(app, session), () => true, parent, session);
  const names = Object.keys(await joinedKeys(parent, session));
  const apps = await Promise.all(appsIn(names).map((name) => appByName(name, session)));
  // NetServer may accept two spellings of one app's name.
  const byId = new Map(apps.map((found) => [found?.ForeignAppId, found]));
  const wanted = (name: string) => names.some((joined) => joined.startsWith(name));
  const found = Array.from(byId.values(), (one) => keysOfApp(one, wanted, parent, session));
  return (await Promise.all(found)).flat();
};

/**
 * Returns the possible names of the app whose keys have these joined names: each part before a dot that is followed by
 * another dot, since the names of apps, devices and keys may contain dots too.
 */
function appsIn(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => prefixesOf(name.slice(0, name.lastIndexOf(".")))))];
}

function prefixesOf(text: string): string[] {
  return [...text.matchAll(/\./g)].map(({ index }) => text.slice(0, index));
}

async function appByName(name: string, session: Session): Promise<ForeignAppEntity | null> {
  const found = await session.call("ForeignSystem", "GetAppByName", { ApplicationName: name });
  return found?.ForeignAppId ? found : null;
}

/** Returns the keys on a record of the app's devices whose joined name, `app.device.`, is wanted. */
async function keysOfApp(
  app: ForeignAppEntity | null,
  wanted: (joinedName: string) => boolean,
  record: CrmRecord,
  session: Session,
): Promise<DeviceKey[]> {
  if (app === null) return [];
  // A device is named by its identifier, or by its name when that is blank; another NetServer may differ.
  const isWanted = ({ Name, DeviceIdentifier, ForeignDeviceId }: ForeignDevice) =>
    [DeviceIdentifier, Name, ForeignDeviceId].some((part) => wanted(`${app.Name}.${part}.`));
  const devices = (app.Devices ?? []).filter((device) => device !== null).filter(isWanted);
  return (await Promise.all(devices.map((device) => keysOn(device, app, record, session)))).flat();
}

async function keysOn(
  device: ForeignDevice,
  app: ForeignAppEntity,
  { table, recordId }: CrmRecord,
  session: Session,
): Promise<DeviceKey[]> {
  const found = await session.call("ForeignSystem", "GetDeviceKeysOnDeviceIdentifierTableRecordId", {
    ApplicationName: app.Name ?? null,
    DeviceName: device.Name ?? null,
    DeviceIdentifier: device.DeviceIdentifier ?? null,
    TableName: table,
    RecordId: recordId,
  });
  return (found ?? []).filter((key) => key !== null).map((key) => ({ app, device, key }));
}
