import type { RequestToEncode, Target } from "@superoffice-soap/codec";
import type { Input, Output } from "@superoffice-soap/schema";

/** The operation that lists connections. */
export const connectionList = {
  services: "Services88",
  agent: "ErpSync",
  operation: "GetAllConnections",
} as const satisfies Target;

/** Connections with text beyond ASCII, dictionaries and arrays, as a list response has them. */
export function connections(count: number): NonNullable<Output<"ErpSync", "GetAllConnections">> {
  return Array.from({ length: count }, (_, i) => ({
    TableRight: null,
    FieldProperties: null,
    ErpConnectionId: i + 1,
    ErpConnectorId: (i % 7) + 1,
    DisplayName: `Økonomi & lager ${i}`,
    DisplayDescription: "Visma Business, hovedkontor",
    Active: i % 3 > 0,
    ConnectionId: `8f7c2a5e-0000-4000-8000-${String(i).padStart(12, "0")}`,
    MostRecentTimestamp: "2021-11-30T13:23:41",
    ConfigFields: { url: "https://erp.example.com/api", user: "sync", company: "NO" },
    Deleted: false,
    AllAccess: false,
    UserGroupAccessIds: [1, 2, 3],
    AssociateAccessIds: [10, 11],
  }));
}

const saveKey: Input<"ForeignSystem", "SaveForeignKey"> = {
  ForeignKey: { Key: "customer-no", Value: "10042", RecordId: 5, TableName: "contact" },
  ApplicationName: "erp",
  DeviceName: "erp",
  DeviceIdentifier: "",
};

/** One small request: a key to be saved. */
export const smallRequest: RequestToEncode = {
  services: "Services88",
  agent: "ForeignSystem",
  operation: "SaveForeignKey",
  headers: { Credentials: { Ticket: "7T:1234abcxyzExample==" } },
  input: saveKey,
};

/** The operation that lists keys. */
export const keyList = {
  services: "Services88",
  agent: "ForeignSystem",
  operation: "GetApplicationKeys",
} as const satisfies Target;

/** Keys made one by one, so that any number of them takes no memory. */
export function* keys(count: number): Generator<object> {
  for (let i = 0; i < count; i++) {
    yield {
      Key: "customer-no",
      Value: `K-${i}`,
      RecordId: i,
      CreatedDate: "2021-11-30T13:23:41",
      UpdatedDate: "2021-11-30T13:23:41",
      UpdatedBy: "Kari Nordmann",
      CreatedBy: "Kari Nordmann",
      TableName: "contact",
    };
  }
}
