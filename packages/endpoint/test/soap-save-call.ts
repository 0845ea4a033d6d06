import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { createNetServer } from "@superoffice-soap/netserver";
import type { RequestHeaders } from "@superoffice-soap/schema";
import { expect } from "vitest";
import { actionFor, listen, pathFor, post } from "./soap-server.ts";

/** The operation that the tests of the wire call, and what it saves. */
export const save = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
export const path = pathFor(save);
export const action = actionFor(save);
export const key = { Key: "erp-id", Value: "1234", RecordId: 1, TableName: "contact" };
export const input = { ForeignKey: key, ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };

/** A server to call it at, one for all test files of a worker. */
const netServer = await createNetServer();
export const served = await listen(netServer);
export const headers = { Credentials: { Ticket: await netServer.issueTicket("ADM0") } } satisfies RequestHeaders;

/** The call's envelope as our own encoder writes it, and the lines of an HTTP head that go with it. */
export const envelope = encodeRequest({ ...save, input, headers });
export const soapHeaders = `Content-Type: text/xml; charset=utf-8\r\nSOAPAction: "${action}"\r\n`;
export const length = `Content-Length: ${Buffer.byteLength(envelope)}\r\n`;

/** The value in the answer to an envelope, which must succeed. */
export async function saved(body: string, http: Record<string, string> = { SOAPAction: action }): Promise<unknown> {
  const { status, text } = await post(served, path, body, http);
  const message = decodeMessage(text);
  expect({ status, message }).toMatchObject({ status: 200, message: { headers: { Succeeded: true } } });
  return message.kind === "response" ? message.value.Response : undefined;
}
