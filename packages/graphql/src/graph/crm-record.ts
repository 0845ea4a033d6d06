import type { Contract, ForeignAppEntity, ForeignDevice, ForeignKey } from "@superoffice-soap/schema";
import type { CallerSession } from "../caller-session.ts";
import { type GraphModule, hasOperation, type Resolve } from "./graph-module.ts";

/** A row of a CRM table, which the contract has no type for. */
export interface CrmRecord {
  readonly table: string;
  readonly recordId: number;
}

/** A CRM record and the keys that apps have bound to it. */
export function crmRecordModule(contract: Contract): GraphModule {
  const acrossApps = hasOperation(contract, "ForeignSystem", "GetAllForeignKeysOnEntity");
  return {
    typeDefs: acrossApps ? typeDefs + keyValuesDef : typeDefs,
    resolvers: {
      Query: { crmRecord },
      CrmRecord: { keys, ...(acrossApps && { keyValues }) },
      ForeignKey: { record },
    },
    parameters: { CrmRecord: { keys: { ApplicationName: "app" } } },
  };
}

const typeDefs = `
  "A row of one of the CRM's tables, a company or a sale perhaps, and what other systems know it by."
  type CrmRecord {
    "Database name of the table, such as \`contact\`."
    table: String!
    "Primary key of the row."
    recordId: Int!
    "The keys that an app has bound to the record, each with its device."
    keys("Name of the app." app: String!): [DeviceKey!]!
  }

  "A key and the device that it is on."
  type DeviceKey {
    "The device."
    device: ForeignDevice!
    "The key."
    key: ForeignKey!
  }

  extend type Query {
    "A CRM record, whether or not it exists."
    crmRecord("Database name of the table, such as \`contact\`." table: String!, "Primary key of the row." recordId: Int!): CrmRecord!
  }

  extend type ForeignKey {
    "The CRM record that the key is bound to; null for none."
    record: CrmRecord
  }`;

const keyValuesDef = `
  extend type CrmRecord {
    "The values of all keys on the record, of every app, by \`app.device.key\`."
    keyValues: [KeyValue!]!
  }`;

const crmRecord: Resolve<unknown, CrmRecord, CrmRecord> = (_root, wanted) => wanted;

const record: Resolve<ForeignKey, unknown, CrmRecord | null> = ({ TableName, RecordId }) =>
  TableName && RecordId ? { table: TableName, recordId: RecordId } : null;

const keyValues: Resolve<CrmRecord, unknown, [string, string | null][]> = async (
  { table, recordId },
  _args,
  { netServer },
) => {
  const input = { EntityType: table, EntityId: recordId };
  const values = await netServer.call("ForeignSystem", "GetAllForeignKeysOnEntity", input);
  return Object.entries(values ?? {});
};

interface DeviceKey {
  readonly device: ForeignDevice;
  readonly key: ForeignKey;
}

const keys: Resolve<CrmRecord, { app: string }, DeviceKey[]> = async (parent, { app }, { netServer }) => {
  const found = await netServer.call("ForeignSystem", "GetAppByName", { ApplicationName: app });
  if (!found?.ForeignAppId) return [];
  const devices = (found.Devices ?? []).filter((device) => device !== null);
  return (await Promise.all(devices.map((device) => keysOn(device, found, parent, netServer)))).flat();
};

async function keysOn(
  device: ForeignDevice,
  { Name = null }: ForeignAppEntity,
  { table, recordId }: CrmRecord,
  netServer: CallerSession,
): Promise<DeviceKey[]> {
  const found = await netServer.call("ForeignSystem", "GetDeviceKeysOnDeviceIdentifierTableRecordId", {
    ApplicationName: Name,
    DeviceName: device.Name ?? null,
    DeviceIdentifier: device.DeviceIdentifier ?? null,
    TableName: table,
    RecordId: recordId,
  });
  return (found ?? []).filter((key) => key !== null).map((key) => ({ device, key }));
}
