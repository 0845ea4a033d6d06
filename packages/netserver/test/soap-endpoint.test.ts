import { decodeMessage, encodeRequest } from "@superoffice-soap/codec";
import { namespaceOf } from "@superoffice-soap/schema";
import { describe, expect, test } from "vitest";
import { serveSoap, standIn } from "./soap-server.ts";

const key = { Key: "erp-id", Value: " Blåbær & <CO> 😀\r\n ", RecordId: 56200, TableName: "contact" };
const target = { services: "Services88", agent: "ForeignSystem", operation: "SaveForeignKey" } as const;
const input = { ForeignKey: key, ApplicationName: "erp", DeviceName: "erp", DeviceIdentifier: "" };
const headers = { ApplicationToken: "token", Credentials: { Ticket: "7T:abc=" }, TimeZone: { SoTimeZoneId: 261 } };
const action = `"${namespaceOf("Services88")}/ForeignSystem/SaveForeignKey"`;

const port = standIn({ SaveForeignKey: ({ input }) => input.ForeignKey });
const { origin } = await serveSoap(port);

function post(body: string, init: Record<string, string> = {}, path = "/Remote/Services88/ForeignSystem.svc") {
  const head = { "Content-Type": "text/xml; charset=utf-8", SOAPAction: action, ...init };
  return fetch(origin + path, { method: "POST", body, headers: head });
}

describe("a call", () => {
  test("in SOAP 1.1 is answered in SOAP 1.1, with the four header blocks", async () => {
    const response = await post(encodeRequest({ ...target, input, headers }));
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(text).toContain("<s:Header>");
    expect(decodeMessage(text)).toMatchObject({
      kind: "response",
      dialect: "wcf",
      headers: { ExceptionInfo: null, ExtraInfo: null, Succeeded: true, TimeZone: { SoTimeZoneId: 261 } },
      value: { Response: key },
    });
    expect(port.calls.at(-1)).toMatchObject({
      input,
      context: { services: "Services88", ticket: "7T:abc=", applicationToken: "token", loopback: true },
    });
  });

  test("in SOAP 1.2 is answered in SOAP 1.2", async () => {
    const body = encodeRequest({ ...target, input, headers }, "soap12");
    const response = await post(body, { "Content-Type": `application/soap+xml; charset=utf-8; action=${action}` });
    expect(response.headers.get("content-type")).toBe("application/soap+xml; charset=utf-8");
    expect(decodeMessage(await response.text())).toMatchObject({ dialect: "soap12", headers: { Succeeded: true } });
  });

  test("in the form of the reference pages is answered in that form", async () => {
    const response = await post(encodeRequest({ ...target, input, headers }, "documented"));
    expect(response.status).toBe(200);
    expect(decodeMessage(await response.text())).toMatchObject({ dialect: "documented", value: { Response: key } });
  });
});
