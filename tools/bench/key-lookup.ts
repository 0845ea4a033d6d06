import { encodeRequest } from "@superoffice-soap/codec";
import { type ForeignKey, type Input, namespaceOf } from "@superoffice-soap/schema";
import type { LoadRequest } from "./http-load.ts";

/** The key that is looked up. */
export const storedKey: ForeignKey = { Key: "customer-no", Value: "10042", RecordId: 5, TableName: "contact" };

/** The key as it is answered. */
export const answeredKey: ForeignKey = {
  TableRight: { Mask: ["Select", "Update", "Insert", "Delete"], Reason: "" },
  FieldProperties: null,
  ...storedKey,
  CreatedDate: "2021-11-30T13:23:41",
  UpdatedDate: "2021-11-30T13:23:41",
  UpdatedBy: "Ada Minde",
  CreatedBy: "Ada Minde",
};

/** The input that looks it up. */
export const lookup = {
  ApplicationName: "erp",
  DeviceName: "erp",
  DeviceIdentifier: "1",
  KeyName: "customer-no",
  RecordId: 5,
  TableName: "contact",
} as const satisfies Input<"ForeignSystem", "GetKeyOnDeviceIdentifier">;

/** The path of the service that is asked. */
export const keyPath = "/Remote/Services88/ForeignSystem.svc";

/** The question over SOAP, as somebody who is signed in. */
export function soapLookup(ticket = "7T:none"): LoadRequest {
  const target = { services: "Services88", agent: "ForeignSystem", operation: "GetKeyOnDeviceIdentifier" } as const;
  return {
    path: keyPath,
    headers: {
      "content-type": "text/xml; charset=utf-8",
      soapaction: `"${namespaceOf("Services88")}/ForeignSystem/GetKeyOnDeviceIdentifier"`,
    },
    body: encodeRequest({ ...target, input: lookup, headers: { Credentials: { Ticket: ticket } } }),
    expected: "10042",
  };
}
