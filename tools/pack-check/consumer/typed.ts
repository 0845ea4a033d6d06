import { type Client, type ClientOptions, createClient, type Interceptor } from "@superoffice-soap/client";
import { traceRequests } from "@superoffice-soap/client/tracing";
import { type DecodeError, decodeMessage, encodeRequest, type Message } from "@superoffice-soap/codec";
import * as wsdl from "@superoffice-soap/codec/wsdl";
import type { Call, ForeignKey, Input, Output } from "@superoffice-soap/schema";
import { goldenEnvelope } from "@superoffice-soap/testkit";
import "@superoffice-soap/testkit/vitest";

const key: ForeignKey = { Key: "ERP number", Value: "42", RecordId: 7 };
const input: Input<"ForeignSystem", "SaveForeignKey"> = {
  ApplicationName: "Shop",
  DeviceName: "till",
  ForeignKey: key,
};
const message: Message = decodeMessage(
  encodeRequest({ services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey", input }),
);
export const isRequest: boolean = message.kind === "request";
export const golden: string = goldenEnvelope("Services88", "Relation", "SaveContactRelation", "request");
export const codeOf = (error: DecodeError): string => error.code;
export const entries: readonly string[] = Object.keys(wsdl);

export async function save(call: Call): Promise<Output<"ForeignSystem", "SaveForeignKey">> {
  const saved = await call("ForeignSystem", "SaveForeignKey", input, { services: "Services88" });
  // @ts-expect-error: an operation that no agent has
  await call("ForeignSystem", "SaveForeignKeys", input, { services: "Services88" });
  // @ts-expect-error: a record's number is a number
  await call("ForeignSystem", "SaveForeignKey", { ForeignKey: { RecordId: "7" } }, { services: "Services88" });
  return saved;
}

const options: ClientOptions = { url: "https://crm.example.com/Remote", ticket: "7T:none", services: "Services86" };
const interceptors: readonly Interceptor[] = [traceRequests()];

export async function saveWithClient(): Promise<string | null | undefined> {
  const client: Client = createClient({ ...options, interceptors });
  const saved = await client.ForeignSystem.SaveForeignKey(input);
  for await (const one of client.ForeignSystem.GetApplicationKeys.items({ ApplicationName: "Shop" })) {
    if (one?.Value === saved?.Value) break;
  }
  // @ts-expect-error: a text is no number
  await client.ForeignSystem.GetForeignAppEntity({ ForeignAppEntityId: "7" });
  return saved?.Value;
}
