import type { ForeignAppEntity, ForeignDevice, ForeignKey } from "@superoffice-soap/schema";
import { codedError } from "../errors/public-error.ts";
import type { Session } from "../session/session.ts";
import { type Connection, connectionOf, connectionTypes, type PageArgs, pageArguments } from "./connection.ts";
import type { ItemOrder } from "./cursor.ts";
import type { GraphModule, Resolve } from "./graph-module.ts";
import { type ListSource, listSource } from "./list-source.ts";

/** Makes the module of a foreign app, its devices and their keys. */
export function foreignSystemModule(): GraphModule {
  return {
    typeDefs,
    resolvers: {
      Query: { foreignApp },
      ForeignAppEntity: { device, devices, keys: appKeys },
      ForeignDevice: { app, key, keys: deviceKeys },
    },
    parameters: {
      Query: { foreignApp: { ApplicationName: "name" } },
      ForeignAppEntity: { device: { DeviceName: "name", DeviceIdentifier: "identifier" } },
      ForeignDevice: {
        key: { KeyName: "name", TableName: "table", RecordId: "recordId" },
        keys: { TableName: "table", RecordId: "recordId" },
      },
    },
  };
}

const typeDefs = `
  ${connectionTypes("ForeignKey")}

  extend type Query {
    "A foreign app by its name; null when there is none."
    foreignApp("Name of the app." name: String!): ForeignAppEntity
  }

  extend type ForeignAppEntity {
    "The device that name and identifier address; null when there is none."
    device(
      "Name of the device." name: String!
      "Its identifier; blank for the device that has none." identifier: String! = ""
    ): ForeignDevice
    "The keys on all of its devices."
    keys(${pageArguments}): ForeignKeyConnection!
  }

  extend type ForeignDevice {
    "The app that the device belongs to."
    app: ForeignAppEntity
    "A key of the device by its name; null when there is none."
    key(
      "Name of the key." name: String!
      "Database name of the table that it is bound to, such as \`contact\`; blank for none." table: String! = ""
      "Primary key of the record that it is bound to; 0 for none." recordId: Int! = 0
    ): ForeignKey
    "Its keys: all of them, those bound to one table, or those bound to one record of it."
    keys(
      ${pageArguments}
      "Database name of the table, such as \`contact\`; blank for keys that are bound to none." table: String
      "Primary key of the record; only together with a table." recordId: Int
    ): ForeignKeyConnection!
  }`;

const foreignApp: Resolve<unknown, { name: string }, ForeignAppEntity | null> = async (_root, { name }, context) => {
  const found = await context.session.call("ForeignSystem", "GetAppByName", { ApplicationName: name });
  // NetServer returns an app without an id for an unknown name.
  return found?.ForeignAppId ? found : null;
};

const device: Resolve<ForeignAppEntity, { name: string; identifier: string }, ForeignDevice | null> = (
  { Name = null },
  { name, identifier },
  { session },
) => {
  const address = { ApplicationName: Name, DeviceName: name, DeviceIdentifier: identifier };
  return session.call("ForeignSystem", "GetDeviceByIdentifier", address);
};

const devices: Resolve<ForeignAppEntity, unknown, ForeignAppEntity["Devices"]> = (parent, _args, { session }) => {
  // NetServer requires the app's name in every call about a device: with it here, the devices need not fetch it.
  const { ForeignAppId } = parent;
  if (ForeignAppId) {
    session.know("ForeignSystem", "GetForeignAppEntity", { ForeignAppEntityId: ForeignAppId }, parent);
  }
  return parent.Devices;
};

const appKeys: Resolve<ForeignAppEntity, PageArgs, Connection<ForeignKey | null>> = (
  { Name = null },
  page,
  { session },
  info,
) => {
  const list = listSource(session, "ForeignSystem", "GetApplicationKeys", { ApplicationName: Name });
  return connectionOf(page, list, orderOfKeys, info);
};

/**
 * The order of keys, which are listed as they were created. Keys of several devices may differ in nothing but their
 * values.
 */
const orderOfKeys: ItemOrder<ForeignKey | null> = {
  identity: (key) => [key?.Key, key?.TableName, key?.RecordId, key?.CreatedDate],
  rank: (key) => key?.CreatedDate,
};

const app: Resolve<ForeignDevice, unknown, ForeignAppEntity | null> = (parent, _args, { session }) =>
  appOf(parent, session);

interface KeyArgs {
  readonly name: string;
  readonly table: string;
  readonly recordId: number;
}

const key: Resolve<ForeignDevice, KeyArgs, ForeignKey | null> = async (
  parent,
  { name, table, recordId },
  { session },
) => {
  const binding = { KeyName: name, TableName: table, RecordId: recordId };
  const input = { ...(await addressOf(parent, session)), ...binding };
  return session.call("ForeignSystem", "GetKeyOnDeviceIdentifier", input);
};

interface DeviceKeysArgs extends PageArgs {
  readonly table?: string | null;
  readonly recordId?: number | null;
}

const deviceKeys: Resolve<ForeignDevice, DeviceKeysArgs, Connection<ForeignKey | null>> = async (
  parent,
  args,
  { session },
  info,
) => connectionOf(args, boundKeys(await addressOf(parent, session), args, session), orderOfKeys, info);

interface DeviceAddress {
  readonly ApplicationName: string | null;
  readonly DeviceName: string | null;
  readonly DeviceIdentifier: string | null;
}

/**
 * Returns the keys of a device, as narrowly as the arguments say. Throws BAD_USER_INPUT for a record without its table.
 */
function boundKeys(
  address: DeviceAddress,
  { table, recordId }: DeviceKeysArgs,
  session: Session,
): ListSource<ForeignKey | null> {
  if (table == null && recordId != null) {
    throw codedError("BAD_USER_INPUT", "recordId needs a table.", { path: ["recordId"] });
  }
  if (table == null) return listSource(session, "ForeignSystem", "GetDeviceKeysOnDeviceIdentifier", address);
  const ofTable = { ...address, TableName: table };
  if (recordId == null) return listSource(session, "ForeignSystem", "GetDeviceKeysOnDeviceIdentifierTable", ofTable);
  const ofRecord = { ...ofTable, RecordId: recordId };
  return listSource(session, "ForeignSystem", "GetDeviceKeysOnDeviceIdentifierTableRecordId", ofRecord);
}

async function addressOf(parent: ForeignDevice, session: Session): Promise<DeviceAddress> {
  const owner = await appOf(parent, session);
  const { Name = null, DeviceIdentifier = null } = parent;
  return { ApplicationName: owner?.Name ?? null, DeviceName: Name, DeviceIdentifier };
}

async function appOf({ ForeignAppId }: ForeignDevice, session: Session): Promise<ForeignAppEntity | null> {
  // An id that is 0, nil or missing names no record.
  if (!ForeignAppId) return null;
  return session.call("ForeignSystem", "GetForeignAppEntity", { ForeignAppEntityId: ForeignAppId });
}
